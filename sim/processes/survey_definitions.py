"""Step 13. The constants of the statistics office's two definitions."""

from __future__ import annotations

from sim.declare import Parameter, normal


class Statistics:
    """What the two surveys count."""

    offset_rural = Parameter(
        value=0.0,
        unit="1",
        bounds=(-0.5, 0.5),
        prior=normal(0.0, 0.06),
        source="assumption",
        label="offset of the new rural series 农村新口径常数偏移",
        doc="One constant log offset of the new rural series, for what the model's own two "
        "definitions do not explain of the 2013 break; pinned by the overlap.",
    )
    offset_urban = Parameter(
        value=0.0,
        unit="1",
        bounds=(-0.5, 0.5),
        prior=normal(0.0, 0.06),
        source="assumption",
        label="offset of the new urban series 城镇新口径常数偏移",
        doc="The same for the new urban series.",
    )
    start_rural = Parameter(
        value=0.0,
        unit="1",
        bounds=(-0.2, 0.2),
        prior=normal(0.0, 0.012),
        source="assumption",
        label="rural start 农村起点偏差",
        doc="Log deviation of the rural start from the published base-year figure.",
    )
    start_urban = Parameter(
        value=0.0,
        unit="1",
        bounds=(-0.2, 0.2),
        prior=normal(0.0, 0.010),
        source="assumption",
        label="urban start 城镇起点偏差",
        doc="Log deviation of the urban start from the published base-year figure.",
    )
    imputed_rent_rural = Parameter(
        value=0.01,
        unit="1",
        bounds=(0.0, 0.3),
        fixed="the change of concept is published without its parts",
        source="assumption",
        label="imputed rent, rural 农村自有住房折算租金",
        doc="Imputed rent of owned homes over other income, in the new rural definition.",
    )
    imputed_rent_urban = Parameter(
        value=0.06,
        unit="1",
        bounds=(0.0, 0.3),
        fixed="the change of concept is published without its parts",
        source="assumption",
        label="imputed rent, urban 城镇自有住房折算租金",
        doc="Imputed rent of natives' homes over other income, in the new urban definition.",
    )
    ties_share = Parameter(
        value=1.0,
        unit="1",
        bounds=(0.0, 1.0),
        fixed="the old survey counted members with economic ties as heads",
        source="assumption",
        label="away counted as members 外出常住口径",
        doc="Share of those away whom the old rural survey counts as members.",
    )
