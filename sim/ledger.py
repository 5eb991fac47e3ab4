"""Step 14. The books: who paid, who received, and that nothing is lost or made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from sim.agents.counties import C
from sim.kernels.yearbooks import JOBS, PEOPLE
from sim.plan import Stream
from sim.policy import PAYERS
from sim.world import RECIPIENTS
from sim.yearbooks import YearBooks

#: Columns of the counties' budgets that stand in the ledger: a source, and uses beside levers.
OWN_REVENUE = "own_revenue"
COUNTY_REVENUE = "county_revenue"
#: Payers whose money is part of counties' own revenue.
OUT_OF_REVENUE = ("county", "county_tax", "donor")
USES = ("services", "upkeep", "interest", "repaid")


class Ledger:
    """Money by lever, payer and recipient over the years, and the closing checks.

    ``books`` are those of the years lived, in order. All money is in nominal yuan of the year.
    """

    def __init__(
        self, streams: Sequence[Stream], books: YearBooks, money_imbalances: Sequence[float]
    ) -> None:
        self.streams = tuple(streams)
        self.books = books
        self.imbalances = {
            "money": max(money_imbalances, default=0.0),
            "people": float(books.imbalances[:, PEOPLE].max(initial=0.0)),
            "jobs": float(books.imbalances[:, JOBS].max(initial=0.0)),
        }

    @property
    def largest_imbalance(self) -> float:
        """The largest relative difference of any account in any year."""
        return max(self.imbalances.values())

    @property
    def worst_account(self) -> str:
        """Where it was found."""
        return max(self.imbalances, key=lambda account: self.imbalances[account])

    @cached_property
    def levers(self) -> tuple[str, ...]:
        """The levers with money, in the order of their streams."""
        return tuple(dict.fromkeys(stream.lever for stream in self.streams))

    def _by_lever(self, money: np.ndarray) -> np.ndarray:
        """[years, streams, …] added up to [years, levers, …]."""
        result = np.zeros((len(money), len(self.levers), money.shape[2]))
        for j, stream in enumerate(self.streams):
            result[:, self.levers.index(stream.lever)] += money[:, j]
        return result

    @cached_property
    def paid_by_lever(self) -> np.ndarray:
        """Yuan paid, [years, levers, payers]."""
        return self._by_lever(self.books.paid)

    @cached_property
    def received_by_lever(self) -> np.ndarray:
        """Yuan received, [years, levers, recipients]."""
        return self._by_lever(self.books.received)

    def by_lever(self) -> dict[str, np.ndarray]:
        """Yuan spent on each lever by year, all payers together."""
        return dict(zip(self.levers, self.paid_by_lever.sum(axis=2).T, strict=True))

    def by_payer(self, lever: str | None = None) -> dict[str, np.ndarray]:
        """Yuan paid by each payer by year, for one lever or for all."""
        return dict(zip(PAYERS, self._of(self.paid_by_lever, lever).T, strict=True))

    def by_recipient(self, lever: str | None = None) -> dict[str, np.ndarray]:
        """Yuan received by each recipient by year, for one lever or for all."""
        return dict(zip(RECIPIENTS, self._of(self.received_by_lever, lever).T, strict=True))

    def _of(self, money: np.ndarray, lever: str | None) -> np.ndarray:
        if lever is None:
            return np.asarray(money.sum(axis=1))
        return money[:, self.levers.index(lever)]

    def _budget(self, account: str) -> np.ndarray:
        """A money column of the counties, all of them together, by year."""
        return np.asarray(self.books.counties[:, getattr(C, account)].sum(axis=1))

    def sources(self) -> dict[str, np.ndarray]:
        """All public and programme money by where it comes from, yuan by year.

        What counties and donors pay is part of counties' own revenue and stands there.
        """
        paid = self.by_payer()
        outside = {payer: paid[payer] for payer in self.source_names[1:]}
        return {COUNTY_REVENUE: self._budget(OWN_REVENUE), **outside}

    def uses(self) -> dict[str, np.ndarray]:
        """All public and programme money by lever and service, yuan by year."""
        return self.by_lever() | {account: self._budget(account) for account in USES}

    @property
    def source_names(self) -> tuple[str, ...]:
        """Where money comes from: counties' revenue, and payers who do not pay out of it."""
        return (COUNTY_REVENUE, *(payer for payer in PAYERS if payer not in OUT_OF_REVENUE))

    @property
    def use_names(self) -> tuple[str, ...]:
        """What money goes to: levers, services and what counties owe."""
        return (*self.levers, *USES)
