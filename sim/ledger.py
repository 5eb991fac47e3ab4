"""Step 14. The books: who paid, who received, and that nothing is lost or made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.agents.counties import C
from sim.plan import Stream
from sim.policy import PAYERS
from sim.tallies import T, W
from sim.world import RECIPIENTS, World


class Ledger:
    """Yearly money by lever, payer and recipient, and the closing checks of people and jobs.

    ``paid[year]`` has shape [streams, payers], ``received[year]`` [streams, recipients], in
    nominal yuan of the year.
    """

    def __init__(self, streams: Sequence[Stream], w: World) -> None:
        self.streams = tuple(streams)
        self.paid: dict[int, np.ndarray] = {}
        self.received: dict[int, np.ndarray] = {}
        self.county_paid: dict[int, np.ndarray] = {}
        self.budgets: dict[int, dict[str, float]] = {}
        self.largest_imbalance = 0.0
        self.worst_account = "none"
        self._people = self._count_people(w)

    @staticmethod
    def _count_people(w: World) -> np.ndarray:
        """Persons by county, in rows' persons."""
        return np.asarray(
            w.rural[T.persons]
            + w.rural[T.away]
            + w.towns[W.natives]
            + w.towns[W.settled]
            + w.towns[W.outsiders]
            + w.towns[W.newcomers]
        )

    def _note(self, account: str, imbalance: float) -> None:
        if imbalance > self.largest_imbalance:
            self.largest_imbalance = imbalance
            self.worst_account = account

    def close_year(self, year: int, w: World, money_imbalance: float) -> None:
        """Enter a year's money and check people and jobs; see ``largest_imbalance``."""
        self._note("money", money_imbalance)
        people = self._count_people(w)
        alone = w.rural[T.settlers_alone] + w.rural[T.middle_settlers_alone]
        with_child = w.rural[T.settlers_with_child] + w.rural[T.middle_settlers_with_child]
        settled = alone + 2.0 * with_child
        expected = (
            self._people
            + w.rural[T.births]
            + w.towns[W.births]
            - w.rural[T.deaths]
            - w.towns[W.deaths]
            + w.towns[W.arrived]
            - settled
            - w.towns[W.left]
        )
        self._note("people", float(np.max(np.abs(people - expected) / np.maximum(people, 1.0))))
        self._people = people
        at_work = w.counties[C.employed] + w.rural[T.hired]
        jobs = np.abs(w.rural[T.local] - at_work) / np.maximum(at_work, 1.0)
        self._note("jobs", float(np.max(jobs)))
        self.paid[year] = w.paid.copy()
        self.received[year] = w.received.copy()
        self.county_paid[year] = w.county_paid.copy()
        self.budgets[year] = {
            name: float(w.counties[getattr(C, name)].sum())
            for name in (
                "own_revenue",
                "grants_in",
                "grants_out",
                "new_debt",
                "interest",
                "repaid",
                "lever_spending",
                "upkeep",
                "services",
            )
        }

    @property
    def years(self) -> list[int]:
        return sorted(self.paid)

    def by_lever(self) -> dict[str, list[float]]:
        """Yuan spent on each lever by year, all payers together."""
        result: dict[str, list[float]] = {}
        for j, stream in enumerate(self.streams):
            spent = [float(self.paid[year][j].sum()) for year in self.years]
            before = result.get(stream.lever)
            result[stream.lever] = (
                spent if before is None else [a + b for a, b in zip(before, spent, strict=True)]
            )
        return result

    def by_payer(self, lever: str | None = None) -> dict[str, list[float]]:
        """Yuan paid by each payer by year, for one lever or for all."""
        rows = [j for j, s in enumerate(self.streams) if lever is None or s.lever == lever]
        return {
            payer: [float(self.paid[year][rows, k].sum()) for year in self.years]
            for k, payer in enumerate(PAYERS)
        }

    def by_recipient(self, lever: str | None = None) -> dict[str, list[float]]:
        """Yuan received by each recipient by year, for one lever or for all."""
        rows = [j for j, s in enumerate(self.streams) if lever is None or s.lever == lever]
        return {
            name: [float(self.received[year][rows, k].sum()) for year in self.years]
            for k, name in enumerate(RECIPIENTS)
        }

    def _budget(self, account: str) -> list[float]:
        return [self.budgets[year][account] for year in self.years]

    def sources(self) -> dict[str, list[float]]:
        """All public and programme money by where it comes from, yuan by year.

        What counties and donors pay is part of counties' own revenue and stands there.
        """
        outside = {
            payer: paid
            for payer, paid in self.by_payer().items()
            if payer not in ("county", "county_tax", "donor")
        }
        return {"county_revenue": self._budget("own_revenue"), **outside}

    def uses(self) -> dict[str, list[float]]:
        """All public and programme money by lever and service, yuan by year."""
        return self.by_lever() | {
            account: self._budget(account)
            for account in ("services", "upkeep", "interest", "repaid")
        }
