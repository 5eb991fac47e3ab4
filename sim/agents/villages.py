"""Villages: roads, quality, collective, programme status and what households share there."""

from __future__ import annotations

from sim.declare import Column, positions

NO_PROGRAMME, RENOVATED, DEMONSTRATION = range(3)


class Village:
    """The columns of a village. A village stands for ``village_weight`` real ones."""

    productivity = Column(
        "float64", "1", "productivity 生产率", "Of local work, over the group's.", "lognormal"
    )
    distance = Column("float64", "1", "distance 距离", "To town, 0 nearest to 1 farthest.", "even")
    kilometres = Column(
        "float64", "km", "kilometres of road 道路里程", "To be paved in all.", "rises with distance"
    )
    roads = Column("float64", "1", "paved share 道路硬化比例", "Of its road.", "base year coverage")
    roads_at_start = Column(
        "float64", "1", "paved at the start 期初硬化比例", "Of its road, in the base year."
    )
    broadband = Column("float64", "1", "connection 宽带接入", "0 to 1.")
    quality = Column("float64", "1", "quality 村庄环境质量", "Environment and services, 0 to 1.")
    reported_quality = Column("float64", "1", "reported quality 上报环境质量", "As reported.")
    leader = Column("float64", "1", "leader quality 村干部能力", "0 to 1.", "even")
    lot = Column("float64", "1", "lot 抽签号", "Rank in a draw by lot.", "even")
    score = Column("float64", "1", "score 考核得分", "In the county's review.")
    collective_capital = Column(
        "float64", "yuan", "collective capital 集体资产", "Of the collective.", "per village"
    )
    collective_revenue = Column(
        "float64", "yuan/year", "collective revenue 集体收入", "Of the collective."
    )
    dividends = Column("float64", "yuan/year", "dividends 集体分红", "Paid to members.")
    migrant_share = Column(
        "float64", "1", "migrant share 外出比例", "Of workers; the network.", "base year share"
    )
    farm_return = Column(
        "float64",
        "yuan/worker/year",
        "farm return 务农人均净产值",
        "Average product per farm worker last year.",
        "base year",
    )
    income = Column("float64", "yuan/person/year", "income per head 人均收入", "Last year's.")
    upper_threshold = Column(
        "float64", "1", "middle of the village 村内中位", "Median of the asset and skill index."
    )
    urban_rank = Column("float64", "1", "urban rank 城镇化次序", "Who becomes urban first.", "even")
    access = Column("float64", "1", "access 可达性", "For visitors.", "from distance")
    visits = Column("float64", "visits/year", "visits 游客人次", "In the year.")
    tourism_income = Column("float64", "yuan/year", "tourism income 旅游净收入", "The owners'.")
    renovation_money = Column(
        "float64", "yuan/year", "renovation money 整治投入", "Arriving this year, built next."
    )
    upkeep_money = Column("float64", "yuan/year", "upkeep money 管护投入", "Arriving this year.")
    farm_loss = Column("float64", "1", "farm loss 灾害损失率", "By disaster this year.")

    county = Column("int64", "1", "county 所属县", "Position of its county.", "by place")
    status = Column(
        "int64", "1", "programme status 整治状态", "0 none, 1 renovated, 2 demonstration."
    )
    is_urban = Column("int64", "1", "is urban 已转为城镇", "Reclassified as urban.")
    has_ecommerce = Column("int64", "1", "has e-commerce 是否电商村", "Sells online.")
    has_company = Column("int64", "1", "has a company 集体是否改制", "Collective with a company.")
    has_guesthouses = Column("int64", "1", "has guesthouses 是否有民宿", "Offers rooms.")


V = positions(Village, Column, kind="float64")
VI = positions(Village, Column, kind="int64")
