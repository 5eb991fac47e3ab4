"""Counties: labour market, industrial capital and public budget."""

from __future__ import annotations

from sim.declare import Column, positions

PLAIN, MOUNTAIN, WEST = CLASSES = range(3)


class County:
    """The columns of a county. ``weight`` is how many real households a row stands for."""

    weight = Column("float64", "households", "weight 权重", "Real households per row.", "by scale")
    village_weight = Column(
        "float64", "villages", "village weight 村庄权重", "Real villages per village.", "by scale"
    )
    productivity = Column(
        "float64", "1", "productivity 生产率", "Of its prefecture and class.", "inverted in burn-in"
    )
    relative_income = Column(
        "float64", "1", "relative start 期初相对收入", "Rural income over the mean.", "by place"
    )
    town_level = Column("float64", "1", "town income level 城镇收入水平", "Over the place's mean.")
    labour_force = Column("float64", "persons", "rural workers at home 本地劳动力", "Farm to firm.")
    jobs_per_worker = Column(
        "float64",
        "1",
        "base jobs per worker 基础岗位率",
        "Of the base year.",
        "inverted in burn-in",
    )
    jobs = Column("float64", "jobs", "local jobs 本地岗位", "Off-farm wage jobs for residents.")
    employed = Column("float64", "persons", "employed 本地务工", "Before matching.")
    seekers = Column("float64", "persons", "seekers 求职者", "Asking for a local job.")
    hiring_odds = Column("float64", "1", "hiring odds 求职成功率", "Vacancies per seeker.", ".6")
    layoff_rate = Column("float64", "1", "layoff rate 裁员率", "Jobs lost beyond separations.")
    tightness = Column("float64", "1", "tightness 劳动力市场紧张度", "Over its base year.", "1")
    base_tightness = Column("float64", "1", "base tightness 基期紧张度", "Jobs per active.", "1")
    outsiders_in_villages_share = Column(
        "float64", "1", "outsiders in villages 外来人口居村比例", "By how rural it is.", "by place"
    )
    outsiders_at_start = Column(
        "float64", "persons", "outsiders at the start 期初居村外来人口", "In villages, in rows."
    )
    plant_capital = Column(
        "float64", "yuan of 2015", "relocated capital 转移资本", "Capital of relocated plants."
    )
    plant_jobs = Column(
        "float64", "jobs", "plant jobs 转移岗位", "At relocated plants, residents'."
    )
    jobs_displaced = Column("float64", "jobs", "jobs displaced 迁出岗位", "Gone with plants.")
    firm_jobs = Column("float64", "jobs", "jobs in returnees' firms 创业岗位", "Last year's firms.")
    tourism_jobs = Column("float64", "jobs", "tourism jobs 旅游岗位", "From visits.")
    placed_rate = Column("float64", "1/year", "placement rate 劳务协作率", "Of farm workers.")
    grant_capital = Column(
        "float64", "yuan of 2015", "capital from grants 援助形成资本", "Of absorbed grants."
    )
    produce_premium = Column("float64", "1", "produce premium 消费帮扶加价", "On farm prices.")
    startup_grant = Column(
        "float64", "yuan/person", "start-up grant 创业补助", "Offered to a starter this year."
    )
    own_revenue = Column("float64", "yuan/year", "own revenue 本级收入", "Taxes and fees.")
    grants_in = Column("float64", "yuan/year", "grants received 转入资金", "From outside.")
    grants_out = Column("float64", "yuan/year", "grants paid 转出资金", "To partners.")
    lever_spending = Column("float64", "yuan/year", "spent on levers 政策支出", "From its budget.")
    upkeep = Column(
        "float64", "yuan/year", "road upkeep 道路养护", "Of roads built since the start."
    )
    services = Column("float64", "yuan/year", "services 一般公共服务支出", "What is left over.")
    service_ratio = Column("float64", "1", "services over revenue 服务强度", "Own revenue.", "1")
    interest = Column("float64", "yuan/year", "interest 债务利息", "On its debt.")
    debt = Column("float64", "yuan", "debt 债务", "At the end of the year.")
    new_debt = Column("float64", "yuan/year", "new debt 新增债务", "Borrowed this year.")
    contribution = Column(
        "float64", "yuan/person/year", "contribution 村民筹资", "Asked of villagers per head."
    )
    repaid = Column("float64", "yuan/year", "debt repaid 偿还债务", "Out of money not spent.")
    levy_rate = Column("float64", "1", "levy 附加税率", "On residents' income; negative is a cut.")
    levy_credit = Column(
        "float64", "yuan/year", "levy to raise 应征附加税", "Decided last year, raised this year."
    )

    county_class = Column(
        "int64", "1", "class 县域类型", "0 plain, 1 mountain, 2 west.", "by place"
    )
    prefecture = Column("int64", "1", "prefecture 所属地级市", "Its position.", "by place")
    group = Column("int64", "1", "group 分组", "Prefecture and class together.", "by place")
    partner = Column("int64", "1", "donor 支援县", "Of a western county; -1 none.", "by place")
    sea_partner = Column("int64", "1", "coastal partner 山海结对县", "-1 none.", "by place")
    first_ward = Column("int64", "1", "first ward 首个街区", "Its first town ward.", "by place")
    wards = Column("int64", "1", "wards 街区数", "How many town wards.", "by scale")
    outsider_rows = Column("int64", "households", "outsiders to come 待迁入外省户", "Rows.")
    newcomer_rows = Column("int64", "households", "newcomers to come 待迁入户", "Rows.")
    settler_rows = Column("int64", "households", "settlers, alone 单人落户", "Rows to open.")
    settler_child_rows = Column(
        "int64", "households", "settlers with a child 携子女落户", "Rows to open."
    )
    middle_settler_rows = Column(
        "int64", "households", "middle-aged settlers, alone 中年单人落户", "Rows to open."
    )
    middle_settler_child_rows = Column(
        "int64", "households", "middle-aged settlers with a child 中年携子女落户", "Rows to open."
    )
    is_home = Column(
        "int64", "1", "is home 是否本省", "Inside the place, not the west.", "by place"
    )


C = positions(County, Column, kind="float64")
CI = positions(County, Column, kind="int64")
