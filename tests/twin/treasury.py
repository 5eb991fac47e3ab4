"""The money of the levers: who needs it, who is served, who pays and who receives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.agents.counties import MOUNTAIN
from sim.agents.villages import NO_PROGRAMME
from sim.plan import Plan
from sim.policy import PAYERS, TARGETING
from sim.processes import choice
from sim.world import RECIPIENTS
from tests.twin.equations import for_places

willing_starters = for_places(choice.willing_starters)

VILLAGE_WORKS = (
    "road_works",
    "broadband_works",
    "renovation_works",
    "village_upkeep",
    "collective_support",
)
ENTITLEMENTS = {"pension": "pension", "dibao_line": "dibao", "medical_fund": "medical"}
FOR_THE_WEST = ("west_grants", "west_plant_investment", "produce_purchases")

#: Who has the money, and whether a share is lost on the way there.
RECEIVED_BY = {
    "road_works": ("works", True),
    "broadband_works": ("works", True),
    "renovation_works": ("works", True),
    "village_upkeep": ("works", True),
    "west_grants": ("western_counties", True),
    "plant_investment": ("plants", True),
    "west_plant_investment": ("plants", True),
    "collective_support": ("collectives", False),
    "supervision": ("administration", False),
    "school_and_care": ("services", False),
    "startup_grants": ("households", False),
    "produce_purchases": ("households", False),
    "pension": ("households", False),
    "dibao_line": ("households", False),
    "medical_fund": ("households", False),
}


class LeverMoney:
    """A lever's money for one instrument: who pays, where it may go, and where it went."""

    def __init__(self, plan: Plan, number: int, villages: int) -> None:
        self.number = number
        self.lever = plan.streams[number].lever
        self.instrument = plan.streams[number].instrument.name
        self.rule = TARGETING[plan.rule[number]]
        self.payers = dict(zip(PAYERS, plan.payers[number].tolist(), strict=True))
        self.budget_payers = dict(zip(PAYERS, plan.budget_payers[number].tolist(), strict=True))
        self.region = plan.region[number].tolist()
        self.amounts = plan.amounts[:, number].tolist()
        self.budgets = plan.budgeted[:, number].tolist()
        self.villages = villages
        self.open_year(0)

    def open_year(self, index: int) -> None:
        self.amount = self.amounts[index]
        self.budgeted = self.budgets[index]
        self.given = [0.0] * self.villages  # to one real village
        self.by_county = [0.0] * len(self.region)
        self.paid = dict.fromkeys(PAYERS, 0.0)
        self.received = dict.fromkeys(RECIPIENTS, 0.0)

    def saved(self, payer: str, budgeted: float, spent: float) -> float:
        """A payer's part of a budget by the documents, less its part of what was spent."""
        documented = self.budget_payers[payer] * budgeted
        return float(max(documented - self.payers[payer] * spent, 0.0))

    def acts_in(self, county: Any) -> float:
        return float(self.region[county.number])


class Treasury:
    """Lays money out and charges it; a plain object, nobody's agent."""

    def __init__(self, model: Any, plan: Plan) -> None:
        self.model = model
        self.streams = [
            LeverMoney(plan, number, len(model.villages)) for number in range(len(plan.streams))
        ]

    # what others ask

    def given_to(self, village: Any) -> dict[str, float]:
        """Money for works in one real village this year, by instrument."""
        given = dict.fromkeys(VILLAGE_WORKS, 0.0)
        for stream in self.streams:
            if stream.instrument in given:
                given[stream.instrument] += stream.given[village.block]
        return given

    def spent_in(self, county: Any, *instruments: str) -> float:
        return float(
            sum(
                stream.by_county[county.number]
                for stream in self.streams
                if stream.instrument in instruments
            )
        )

    def asked_of_collectives(self, county: Any) -> float:
        """By one real village's collective, for its county's works."""
        asked = sum(
            stream.payers["collectives"] * stream.by_county[county.number]
            for stream in self.streams
        )
        return float(asked / county.real_villages())

    def saved_by(self, county: Any) -> float:
        """What the documents would have it pay for levers and it did not; 0 where that is kept.

        A pension is budgeted by old people. All else is compared over the place and laid over
        rural persons; grants to the west are budgeted by donors, by their partners. What would
        have been claimed of dibao and insurance is not known.
        """
        if self.model.closure == "services" or not county.is_home:
            return 0.0
        everyone = sum(other.real(other.rural.persons) for other in self.model.at_home())
        persons = county.real(county.rural.persons) / max(everyone, 1.0)
        old = county.real(county.rural.old) * self.model.p.transfer_scale
        western = [other for other in self.model.counties if other.is_western]
        total = 0.0
        for stream in self.streams:
            spent = sum(stream.by_county)
            if stream.instrument == "pension":
                paid = stream.by_county[county.number]
                total += stream.saved("county", old * stream.budgeted, paid)
            elif stream.instrument not in ENTITLEMENTS:
                total += persons * stream.saved("county", stream.budgeted, spent)
            if stream.instrument == "west_grants" and western:
                part = len(self.partners_of(county)) / len(western)
                total += part * stream.saved("donor", stream.budgeted, spent)
        return max(total - self.charged_beyond_its_part(county), 0.0)

    def partners_of(self, donor: Any) -> list[Any]:
        """The western counties that a county supports."""
        return [
            county
            for county in self.model.counties
            if county.is_western and county.partner == donor.number
        ]

    def charged_beyond_its_part(self, county: Any) -> float:
        """What fell to it for want of a donor or of credit, or as the donor of works."""
        own_part = 0.0
        for stream in self.streams:
            own_part += stream.payers["county"] * stream.by_county[county.number]
            if stream.instrument == "west_grants":
                granted = sum(stream.by_county[other.number] for other in self.partners_of(county))
                own_part += stream.payers["donor"] * granted
        return float(max(county.paid_as["county"] + county.paid_as["donor"] - own_part, 0.0))

    # laying out

    def open_year(self, index: int) -> None:
        for stream in self.streams:
            stream.open_year(index)
        for county in self.model.counties:
            county.paid_as = dict.fromkeys(PAYERS, 0.0)
            county.contribution = 0.0
            county.new_debt = 0.0
            county.levy_credit = 0.0
            county.grants_in = 0.0
            county.grants_out = 0.0
            county.startup_grant = 0.0
            county.produce_premium = 0.0
            county.placed_rate = 0.0

    def lay_out(self) -> None:
        """Lay out and charge everything but entitlements, known only when people were paid."""
        for village in self.model.villages:
            village.be_reviewed()
        for stream in self.streams:
            if stream.amount <= 0.0 or stream.instrument in ENTITLEMENTS:
                continue
            if stream.instrument in VILLAGE_WORKS:
                self.serve_villages(stream)
            else:
                self.lay_over_counties(stream)
            if stream.instrument != "startup_grants":
                self.charge_all(stream)
        for stream in self.streams:
            for county in self.model.counties:
                self.tell(county, stream)
        self.place_workers()

    def need(self, village: Any, stream: LeverMoney) -> float:
        """What one real village could use this year."""
        p = self.model.p
        inside = stream.acts_in(village.county)
        has_programme = village.status != NO_PROGRAMME
        if stream.instrument == "road_works":
            missing = max(1.0 - village.roads, 0.0)
            missing = missing if missing >= 0.01 else 0.0
            kilometres = inside * missing * village.kilometres
            return float(kilometres * p.road_cost * self.model.price_over_2004)
        if stream.instrument == "broadband_works":
            missing = 1.0 - village.broadband
            return float(inside * missing * p.broadband_cost * self.model.price_over_2015)
        if stream.instrument == "renovation_works":
            return 0.0 if has_programme else inside * self.model.renovation_cost
        if stream.instrument == "village_upkeep":
            return inside * p.upkeep_rate * self.model.renovation_cost if has_programme else 0.0
        entry = inside * p.collective_entry_cost * self.model.price_over_2015
        return 0.0 if village.has_company else float(entry)

    def rank(self, village: Any, stream: LeverMoney) -> float:
        """Lower is served earlier."""
        if stream.rule == "score":
            return -float(village.score)
        if stream.rule == "poorest_first":
            return float(village.income)
        if stream.rule == "best_first":
            return -float(village.income)
        if stream.rule == "lot":
            return -float(village.lot)
        # cheapest kilometres first, most remote villages first for all else
        is_road = stream.instrument == "road_works"
        return float(village.distance) if is_road else -float(village.distance)

    def serve_villages(self, stream: LeverMoney) -> None:
        villages = self.model.villages
        need = [self.need(village, stream) for village in villages]
        is_divisible = stream.instrument in ("broadband_works", "village_upkeep")
        if stream.rule == "formula" and is_divisible:
            self.serve_in_proportion(stream, need, stream.amount)
        else:
            order = sorted(villages, key=lambda village: self.rank(village, stream))
            self.serve_in_order(stream, order, need)
        if stream.instrument == "renovation_works":
            self.renovate_whole_villages(stream)
        for village in villages:
            stream.by_county[village.county.number] += stream.given[village.block] * village.weight

    def serve_in_order(
        self, stream: LeverMoney, order: Sequence[Any], need: Sequence[float]
    ) -> None:
        left = stream.amount
        for village in order:
            share = min(need[village.block] * village.weight, left)
            if share > 0.0:
                stream.given[village.block] += share / village.weight
                left -= share

    def serve_in_proportion(self, stream: LeverMoney, need: Sequence[float], money: float) -> None:
        villages = self.model.villages
        total = sum(need[village.block] * village.weight for village in villages)
        if total <= 0.0:
            return
        share = min(1.0, money / total)
        for village in villages:
            stream.given[village.block] += share * need[village.block]

    def renovate_whole_villages(self, stream: LeverMoney) -> None:
        """No village is half renovated; what is left deepens the work where it was done."""
        p = self.model.p
        cost = self.model.renovation_cost
        used = 0.0
        for village in self.model.villages:
            if stream.given[village.block] < 0.5 * cost:
                stream.given[village.block] = 0.0
            used += stream.given[village.block] * village.weight
        left = stream.amount - used
        if left <= 0.0:
            return
        missing = [
            max(p.quality_ceiling - village.quality, 0.0) * cost
            if village.status != NO_PROGRAMME
            else 0.0
            for village in self.model.villages
        ]
        self.serve_in_proportion(stream, missing, left)

    def lay_over_counties(self, stream: LeverMoney) -> None:
        """By persons of mountain counties, evenly over the west, or by persons of the region."""
        shares = []
        for county in self.model.counties:
            persons = county.real(county.rural.persons)
            if stream.instrument in FOR_THE_WEST:
                share = 1.0 if county.is_western else 0.0
            elif stream.instrument == "plant_investment":
                share = persons if county.county_class == MOUNTAIN else 0.0
            else:
                share = persons
            shares.append(share * stream.acts_in(county))
        total = sum(shares)
        if total > 0.0:
            stream.by_county = [stream.amount * share / total for share in shares]

    def tell(self, county: Any, stream: LeverMoney) -> None:
        """What money means for a county: a grant for each starter, a premium on produce."""
        money = stream.by_county[county.number]
        if money == 0.0:
            return
        if stream.instrument == "startup_grants":
            p = self.model.p
            willing = willing_starters(
                county.rural.returned,
                county.rural.households,
                p.start_rate_returnee,
                p.start_rate_local,
            )
            if willing > 0.0:
                county.startup_grant += money / county.real(willing)
        elif stream.instrument == "produce_purchases":
            output = county.real(county.rural.farm_income)
            if output > 0.0:
                gain = self.model.p.produce_margin * money / output
                county.produce_premium += min(gain, 0.5)

    def place_workers(self) -> None:
        """Placements per farm worker, the same in every western county that takes part."""
        western = [
            county
            for county in self.model.counties
            if county.is_western and county.policy.placed_workers > 0.0
        ]
        workers = sum(county.real(county.rural.farm) for county in western)
        if workers > 0.0:
            for county in western:
                county.placed_rate = min(county.policy.placed_workers / workers, 0.2)

    # charging

    def charge_all(self, stream: LeverMoney) -> None:
        for county in self.model.counties:
            self.charge(stream, county, stream.by_county[county.number])
        self.post(stream, sum(stream.by_county))

    def charge(self, stream: LeverMoney, county: Any, amount: float) -> None:
        """Charge what was spent in a county to its payers."""
        for payer, part in stream.payers.items():
            share = amount * part
            if share == 0.0:
                continue
            if payer == "donor":
                self.charge_donor(stream, county, share)
            elif payer == "debt":
                self.borrow(stream, county, share)
            else:
                if payer == "villagers":
                    persons = county.real(county.rural.persons)
                    if persons > 0.0:
                        county.contribution += share / persons
                elif payer == "county_tax":
                    county.levy_credit += share
                self.book(stream, county, payer, share)

    def book(self, stream: LeverMoney, county: Any, payer: str, share: float) -> None:
        county.paid_as[payer] += share
        stream.paid[payer] += share

    def charge_donor(self, stream: LeverMoney, county: Any, share: float) -> None:
        """The partner pays; where there is none, the county itself."""
        is_mountain = county.county_class == MOUNTAIN
        number = county.sea_partner if is_mountain else county.partner
        if number < 0:
            self.book(stream, county, "county", share)
            return
        donor = self.model.counties[number]
        donor.grants_out += share
        county.grants_in += share
        self.book(stream, donor, "donor", share)

    def borrow(self, stream: LeverMoney, county: Any, share: float) -> None:
        """On credit up to the cap, beyond it from the budget."""
        room = self.model.p.debt_cap * county.own_revenue - (county.debt + county.new_debt)
        borrowed = min(share, max(room, 0.0))
        county.new_debt += borrowed
        self.book(stream, county, "debt", borrowed)
        if share - borrowed != 0.0:
            self.book(stream, county, "county", share - borrowed)

    def post(self, stream: LeverMoney, amount: float) -> None:
        """Who received it, and what was lost on the way."""
        recipient, is_leaky = RECEIVED_BY[stream.instrument]
        lost = self.model.p.leakage * amount if is_leaky else 0.0
        stream.received["lost"] += lost
        stream.received[recipient] += amount - lost

    def settle_entitlements(self) -> None:
        """What people have a right to was paid to them; charge it to its payers.

        Levers on one instrument share what was paid by their amounts; those that set start-up
        grants aside share what starters received by what they set aside.
        """
        set_aside = {
            stream: list(stream.by_county)
            for stream in self.streams
            if stream.instrument == "startup_grants"
        }
        for stream in self.streams:
            if stream in set_aside:
                for county in self.model.counties:
                    part = part_of(
                        stream, {s: aside[county.number] for s, aside in set_aside.items()}
                    )
                    self.settle(stream, county, part * county.real(county.rural.startup_grants))
            elif stream.instrument in ENTITLEMENTS:
                self.settle_entitlement(stream)

    def settle_entitlement(self, stream: LeverMoney) -> None:
        alike = [other for other in self.streams if other.instrument == stream.instrument]
        for county in self.model.counties:
            part = part_of(stream, {other: other.amount * other.acts_in(county) for other in alike})
            paid = getattr(county.rural, ENTITLEMENTS[stream.instrument])
            self.settle(stream, county, part * county.real(paid))

    def settle(self, stream: LeverMoney, county: Any, paid: float) -> None:
        stream.by_county[county.number] = paid
        self.charge(stream, county, paid)
        self.post(stream, paid)


def part_of(stream: LeverMoney, amounts: dict[LeverMoney, float]) -> float:
    """A lever's part of the sum of ``amounts``; 0 where there is none."""
    whole = sum(amounts.values())
    return amounts[stream] / whole if whole > 0.0 else 0.0
