"""An invented place and scenarios in which everything that can happen happens.

Nothing in it was ever measured: a plain county on the coast, another plain county, a mountain
county with a partner on the coast, one without, and two western counties, one without a donor.
"""

from __future__ import annotations

from sim.declare import Label
from sim.inputs import BASE_VALUES, County, Frozen, Path, Place, Scenario

BASE_YEAR = 2002
LAST_YEAR = 2015


def county(code: str, kind: str, population: float, urban: float, **ties: str) -> County:
    """A county named by its code; ``ties`` are its partners."""
    income = {"plain": 1.15, "mountain": 0.75, "west": 0.45}[kind]
    return County(
        code=code,
        name=Label(code.title(), code),
        prefecture="" if kind == "west" else "shore",
        county_class=kind,
        population=population,
        urban_share=urban,
        relative_rural_income=income,
        relative_urban_income=income**0.5,
        **ties,
    )


COUNTIES = (
    county("coast", "plain", 24_000, 0.55),
    county("inland", "plain", 14_000, 0.30),
    county("ridge", "mountain", 16_000, 0.25, sea_partner="coast"),
    county("hollow", "mountain", 9_000, 0.20),
    county("desert", "west", 30_000, 0.15, partner="coast"),
    county("steppe", "west", 20_000, 0.10),
)

#: Residents grow, then fall; people from elsewhere come, then go: arrivals and departures both.
DRIVERS = {
    "cpi": Path({2002: -1.0, 2006: 3.0, 2010: 5.0, 2015: 1.5}),
    "farm_price": Path({2002: 1.0, 2008: 8.0, 2015: -2.0}),
    "resident_population": Path({2002: 63_000, 2008: 69_000, 2011: 60_000, 2015: 64_000}),
    "outsiders": Path({2002: 3_000, 2008: 7_000, 2010: 4_500, 2015: 6_000}),
    "birth_rate": Path.constant(14.0),
    "death_rate": Path.constant(9.0),
    "rural_tourism_visits": Path({2002: 20_000, 2015: 400_000}),
}

DOCUMENTED = {
    "east_west_funding": {"grants": Path({2003: 4e6, 2012: 9e6})},
    "infrastructure": {"spending": Path.constant(9e6)},
    "social_protection": {
        "pension": Path({2009: 0.0, 2010: 720.0}),
        "dibao_line": Path.constant(1200.0),
        "medical_cover": Path.constant(0.5),
    },
    "thousand_villages": {"spending": Path.constant(2.5e7), "upkeep": Path.constant(2e6)},
    "village_collectives": {"support": Path.constant(4e6)},
}

PLACE = Place(
    name="six_counties",
    title=Label("Six Counties", "六县"),
    base_year=BASE_YEAR,
    last_year=LAST_YEAR,
    counties=COUNTIES,
    prefectures=Frozen({"shore": Label("Shore", "岸")}),
    base=Frozen(
        {
            **{name: float(item.default) for name, item in BASE_VALUES.items()},
            "residents": 63_000.0,
            "villages": 60.0,
            "agricultural_tax_revenue": 4e6,
            "urbanisation_rate": 0.38,
        }
    ),
    drivers=Frozen(DRIVERS),
    documented=Frozen(DOCUMENTED),
    shocks=Frozen({"financial_crisis": (2005,)}),
)

SHOCKS = {
    "financial_crisis": (2005,),
    "covid": (2009,),
    "lockdowns": (2011,),
    "pillar_price": (2006, 2010),
    "statistical_code": (2008,),
}

#: Rare things made frequent, so that a small place sees them in a few years.
LIVELY = {
    "settlement_hazard": 0.25,
    "formation_rate": 0.12,
    "illness_rate": 0.12,
    "illness_cost": 2.0,
    "disaster_rate": 0.15,
    "start_rate_returnee": 0.5,
    "start_rate_local": 0.05,
    "firm_cost": 40_000.0,
    "ecommerce_rate": 0.04,
    "collective_failure": 0.1,
    "reclassification_rate": 0.02,
    "code_step": 0.1,
    "registration_rate": 0.4,
    "family_farm_size": 2.0,
    "commuting_distance": 0.3,
    "school_lag": 3.0,
    "job_growth": -0.02,
    "middle_death_rate": 0.01,
}


def levers(partners: str = "nationwide", **rules: str) -> dict[str, dict[str, Path | str]]:
    """All eleven levers at work, some of them not from the start nor to the end.

    ``partners`` is where the west takes part; ``rules`` are words that every other lever takes
    which knows the setting.
    """
    money: dict[str, dict[str, Path | str]] = {
        "infrastructure": {
            "spending": Path({2003: 9e6, 2010: 5e6}),
            "broadband_spending": Path({2003: 0.0, 2005: 1e6}),
        },
        "thousand_villages": {
            "spending": Path({2003: 2.5e7, 2012: 1.2e7}),
            "upkeep": Path({2004: 0.0, 2005: 2e6}),
            "demonstration_share": Path.constant(0.3),
        },
        "governance": {"supervision": Path.constant(4e5), "effort": Path.constant(0.8)},
        "public_services": {"spending": Path({2003: 2e6, 2012: 9e6})},
        "returning_youth": {"spending": Path({2003: 0.0, 2004: 2e6})},
        "social_protection": {
            "pension": Path({2006: 0.0, 2007: 700.0}),
            "dibao_line": Path({2003: 0.0, 2004: 1500.0, 2013: 4000.0}),
            "medical_cover": Path({2003: 0.2, 2009: 0.9}),
        },
        "village_collectives": {
            "support": Path({2003: 4e6, 2011: 0.0}),
            "dividend_share": Path.constant(0.4),
        },
    }
    others: dict[str, dict[str, Path | str]] = {
        "agricultural_tax": {"relief_share": Path({2003: 0.0, 2006: 1.0})},
        "hukou_reform": {"index": Path({2003: 0.4, 2012: 0.9})},
        "industry_transfer": {
            "investment": Path.constant(3e7),
            "west_investment": Path({2004: 0.0, 2005: 2e7}),
        },
        "east_west_funding": {
            "region": partners,
            "grants": Path.constant(1.5e7),
            "purchases": Path({2003: 0.0, 2005: 8e6}),
            "placed_workers": Path({2003: 300.0, 2010: 900.0}),
            "staff": Path.constant(0.5),
        },
    }
    return {name: {**held, **rules} for name, held in money.items()} | others


def scenario(
    name: str,
    *,
    closure: str = "services",
    without: tuple[str, ...] = (),
    parameters: dict[str, float] | None = None,
    **rules: str,
) -> Scenario:
    """A scenario of the invented place with its levers, shocks and a lively population."""
    return Scenario(
        name=name,
        place=PLACE,
        levers={lever: held for lever, held in levers(**rules).items() if lever not in without},
        shocks=SHOCKS,
        closure=closure,
        parameters={**LIVELY, **(parameters or {})},
    )


#: Every way to finance, to choose villages and to hand money back, at least once.
SCENARIOS = {
    item.name: item
    for item in (
        scenario("documented"),
        scenario("donors_pay_for_the_poorest", financing="donor", targeting="poorest_first"),
        scenario("a_county_tax_for_the_best", financing="county_tax", targeting="best_first"),
        scenario(
            "debt_by_lot",
            financing="debt",
            targeting="lot",
            parameters={"debt_cap": 0.3, "arrival_size": 3.7},
        ),
        scenario("villagers_pay_by_formula", financing="villagers", targeting="formula"),
        scenario(
            "the_province_pays_in_the_mountains",
            financing="province",
            targeting="score",
            region="mountain",
            partners="desert",
        ),
        scenario(
            "taxes_are_cut",
            closure="tax_cut",
            without=(
                "thousand_villages",
                "village_collectives",
                "returning_youth",
                "east_west_funding",
            ),
        ),
        scenario("donors_pay_while_taxes_are_cut", closure="tax_cut", financing="donor"),
        scenario("debt_is_repaid", closure="debt", without=("infrastructure", "social_protection")),
        scenario("the_province_lets_counties_repay", closure="debt", financing="province"),
        scenario("nothing_is_done", without=tuple(levers())),
    )
}
