"""A town ward as one object: places for households, and who takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np

from sim.agents.households import NEWCOMER, OUTSIDER, SETTLED
from sim.processes import towns
from sim.tallies import WARD_TALLIES
from tests.twin.equations import for_places, tally
from tests.twin.households import TwinTownsfolk
from tests.twin.sums import Sums
from tests.twin.villages import in_single

outsider_wage = for_places(towns.outsider_wage)


#: Tallies that are sums of what each household has.
SUMMED = (
    "native_wage",
    "native_property",
    "native_transfer",
    "newcomer_income",
    "settled_income",
    "settled_registered_income",
    "outsider_income",
    "levy",
)


class TwinWard(mesa.Agent):
    """A ward of a ``county``: ``turn`` is its number there, ``block`` its id after all villages."""

    def __init__(self, model: Any, block: int, county: Any, turn: int, rows: int) -> None:
        super().__init__(model)
        self.block = block
        self.county = county
        self.turn = turn
        self.places: list[TwinTownsfolk | None] = [None] * rows
        self.sums = Sums(rows)
        self.tally = tally(WARD_TALLIES)

    def households(self) -> Iterator[TwinTownsfolk]:
        return (household for household in list(self.places) if household is not None)

    def live_a_year(self, is_living: bool) -> None:
        """People age, leave, settle and arrive; households earn."""
        self.tally = tally(WARD_TALLIES)
        if is_living:
            p = self.model.single
            registration = p.registration_rate * np.float32(self.county.policy.hukou_openness)
            for household in self.households():
                household.live_on(registration)
            self.let_in()
        self.sums = Sums(len(self.places))
        pay = self.pay_of_the_year()
        for household in self.households():
            household.earn(pay)
        self.add_up(pay)

    def add_up(self, pay: Any) -> None:
        """Sums over the households; what a rate is paid on is summed, and not what is paid."""
        t = self.tally
        for name in SUMMED:
            setattr(t, name, self.sums.total(name))
        owners = self.sums.total("native_income") + t.newcomer_income
        at_once = {
            "native_business": t.native_wage * float(pay.business_ratio),
            "imputed_rent": self.model.p.imputed_rent_urban * owners,
        }
        for name, amount in at_once.items():
            setattr(t, name, self.sums.check(name, amount))

    def let_in(self) -> None:
        """Settlers and arrivals of the county, as many as fall to this ward."""
        county = self.county
        size = int(self.model.p.arrival_size)
        self.host = 0
        for _ in range(self.share_of(county.settler_rows)):
            self.house(SETTLED, young=1)
        for _ in range(self.share_of(county.settler_child_rows)):
            self.house(SETTLED, young=1, children=1)
        for _ in range(self.share_of(county.middle_settler_rows)):
            self.house(SETTLED, middle=1)
        for _ in range(self.share_of(county.middle_settler_child_rows)):
            self.house(SETTLED, middle=1, children=1)
        for _ in range(self.share_of(county.outsider_rows)):
            self.house(OUTSIDER, young=size)
        for _ in range(self.share_of(county.newcomer_rows)):
            self.house(NEWCOMER, young=size)

    def share_of(self, rows: int) -> int:
        """Rows are dealt to the county's wards one by one, like cards."""
        return len(range(self.turn, rows, self.county.wards))

    def house(self, kind: int, young: int = 0, middle: int = 0, children: int = 0) -> None:
        """A free place for them; where there is none they move in with somebody of their kind."""
        self.tally.arrived += young + middle + children
        if None in self.places:
            free = self.places.index(None)
            household = TwinTownsfolk(self.model, self, free, kind)
            household.move_in(young, middle, children)
            self.places[free] = household
            return
        host = self.next_host(kind)
        host.young += young
        host.middle += middle
        host.children += children
        self.tally.joined += 1

    def next_host(self, kind: int) -> TwinTownsfolk:
        """The next household of the kind, round and round; just the next where there is none."""
        round_ = self.places[self.host :] + self.places[: self.host]
        of_kind = [household for household in round_ if household.kind == kind]  # type: ignore[union-attr]
        host = of_kind[0] if of_kind else round_[0]
        assert host is not None
        self.host = (host.row + 1) % len(self.places)
        return host

    def pay_of_the_year(self) -> Any:
        p = self.model.p
        state = self.model.state
        level = self.county.town_level
        wage = state.town_wage
        native_income = state.urban_base_income * wage * level
        return in_single(
            {
                "wage": state.town_wage_per_worker * wage * level,
                "business_ratio": state.town_business_ratio,
                "property_level": state.town_property_per_person * wage * level,
                "pension": state.town_pension_per_old * level,
                "settler_wage": state.away_earnings * wage * p.settler_income,
                "outsider": outsider_wage(native_income, p.outsider_income),
                "imputed": p.imputed_rent_urban,
                "levy_rate": self.county.levy_rate,
            }
        )
