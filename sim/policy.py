"""Where levers and processes meet: the instruments levers may move, and how money is paid for.

Levers know no agents and processes know no levers. A lever moves instruments; a process reads
them. What several levers do to one instrument is combined by the rule the instrument declares, so
levers compose in any order.
"""

from __future__ import annotations

from sim.declare import Instrument, declared, numbered, positions


class Policy:
    """The instruments. Money instruments are laid out over counties, the others hold everywhere."""

    road_works = Instrument(
        0.0,
        "add",
        "yuan/year",
        "village road works 村道建设",
        "Money for paving village roads.",
        through=("road_elasticity", "road_floor", "leakage"),
    )
    broadband_works = Instrument(
        0.0,
        "add",
        "yuan/year",
        "broadband works 宽带建设",
        "Money for connecting villages.",
        through=("broadband_gain", "leakage"),
    )
    renovation_works = Instrument(
        0.0,
        "add",
        "yuan/year",
        "village renovation 村庄整治",
        "Money for sewage, waste, water and public space in villages.",
        through=("quality_premium", "spread", "leakage"),
    )
    village_upkeep = Instrument(
        0.0,
        "add",
        "yuan/year",
        "village upkeep 村庄管护",
        "Money that keeps renovated villages up.",
        through=("quality_premium", "leakage"),
    )
    plant_investment = Instrument(
        0.0,
        "add",
        "yuan/year",
        "relocated plants 产业转移投资",
        "Firms' investment moved from developed to mountain counties.",
        through=("capital_per_job", "displacement", "resident_share", "leakage"),
    )
    west_plant_investment = Instrument(
        0.0,
        "add",
        "yuan/year",
        "plants in the west 西部产业投资",
        "Firms' investment moved from developed to paired western counties.",
        through=("capital_per_job", "displacement", "resident_share", "leakage"),
    )
    west_grants = Instrument(
        0.0,
        "add",
        "yuan/year",
        "grants to the west 东西部协作资金",
        "Grants from developed counties to their paired western counties.",
        through=("absorptive_capacity", "capital_per_job", "leakage"),
    )
    produce_purchases = Instrument(
        0.0,
        "add",
        "yuan/year",
        "purchases of western produce 消费帮扶",
        "Produce of paired western counties bought in the donors' towns.",
        through=("produce_margin",),
    )
    startup_grants = Instrument(
        0.0,
        "add",
        "yuan/year",
        "start-up grants 创业补助",
        "Grants to people who return and start.",
        through=("firm_jobs", "grant_pull", "firm_cost"),
    )
    supervision = Instrument(
        0.0, "add", "yuan/year", "supervision 督导经费", "Cost of reviews, conferences and prizes."
    )
    pension = Instrument(
        0.0,
        "add",
        "yuan/person/year",
        "rural pension 城乡居民养老金",
        "Basic pension paid to each rural person of 60 and more.",
        through=("transfer_scale", "pension_crowding", "pension_labour_loss"),
    )
    dibao_line = Instrument(
        0.0,
        "max",
        "yuan/person/year",
        "dibao line 低保标准",
        "Income per head up to which the minimum living guarantee tops a household up.",
        through=("dibao_exclusion",),
    )
    medical_fund = Instrument(
        0.0,
        "add",
        "yuan/year",
        "medical insurance fund 医保基金",
        "Pays what insured people are reimbursed; its amount says only that it stands.",
        through=("insured_share", "illness_cost"),
    )
    school_and_care = Instrument(
        0.0,
        "add",
        "yuan/year",
        "schools and care 公共服务",
        "Money for rural schools, clinics and care.",
        through=("schooling_low", "schooling_high"),
    )
    collective_support = Instrument(
        0.0,
        "add",
        "yuan/year",
        "support of village collectives 集体经济扶持",
        "Money that turns village collectives into companies.",
        through=("collective_return", "collective_entry_cost", "collective_failure"),
    )
    governance_effort = Instrument(
        0.0,
        "max",
        "1",
        "supervised effort 监督力度",
        "How closely leaders are held to the programme, 0 to 1.",
        through=("plain_effort", "quality_premium"),
    )
    seconded_staff = Instrument(
        0.0,
        "max",
        "1",
        "seconded staff 挂职干部",
        "Presence of seconded officials in paired western counties, 0 to 1.",
        through=("staff_absorption",),
    )
    placed_workers = Instrument(
        0.0,
        "add",
        "persons/year",
        "placed workers 劳务协作",
        "Western workers placed in jobs in the donors' towns each year.",
    )
    demonstration_share = Instrument(
        0.0,
        "max",
        "1",
        "share made demonstration villages 示范村比例",
        "Share of renovated villages that become demonstration villages.",
        through=("visit_quality",),
    )
    medical_cover = Instrument(
        0.0,
        "max",
        "1",
        "medical cover 医保覆盖率",
        "Share of rural people insured.",
        through=("insured_share", "illness_cost"),
    )
    agricultural_tax_relief = Instrument(
        0.0, "max", "1", "agricultural tax relief 农业税减免", "Share of the tax no longer levied."
    )
    hukou_openness = Instrument(
        0.4,
        "add",
        "1",
        "hukou openness 户籍开放度",
        "How open towns are to settlers, 0 to 1.",
        through=("settlement_hazard", "hukou_cost"),
    )
    collective_dividend_share = Instrument(
        0.0,
        "max",
        "1",
        "dividend share 集体分红比例",
        "Share of a reformed collective's revenue paid to members.",
        through=("collective_return",),
    )


INSTRUMENTS: dict[str, Instrument] = declared(Policy, Instrument)
I = positions(Policy, Instrument)  # noqa: E741  (I.road_works reads as "instrument road_works")

PAYERS: dict[str, str] = {
    "county": "county budgets 县级财政",
    "province": "provincial budget 省级财政",
    "centre": "central budget 中央财政",
    "donor": "donor counties 支援县财政",
    "firms": "firms 企业",
    "collectives": "village collectives 村集体",
    "villagers": "villagers 村民",
    "land_quota": "land quota sales 土地指标",
    "buyers": "buyers in towns 城镇消费者",
    "county_tax": "extra county tax 县级附加税",
    "debt": "county debt 县级债务",
}
PAYER = numbered("Payers", PAYERS)

TARGETING = ("formula", "score", "poorest_first", "best_first", "lot")
FINANCING = ("documented", "donor", "province", "county_tax", "villagers", "debt")
CLOSURES = ("services", "tax_cut", "debt")

#: Who pays when a scenario names a financing rule other than ``documented``.
FINANCED_BY = {
    "donor": {"donor": 1.0},
    "province": {"province": 1.0},
    "county_tax": {"county_tax": 1.0},
    "villagers": {"villagers": 1.0},
    "debt": {"debt": 1.0},
}
