"""What the effect of a lever rests on: data, priors, or assumptions alone.

Where a place has a calibration its card says how far the record narrowed each lever's effect.
Without one, an effect is ``prior-driven`` when a parameter it works through has a prior, and
``assumed`` when all it works through are fixed numbers and its documented path.
"""

from __future__ import annotations

import importlib
import importlib.util

from sim.inputs import Place
from sim.levers import all_levers
from sim.parameters import PARAMETERS
from sim.plan import off_values

#: From what rests on data to what rests on nothing; of several levers the last one counts.
LABELS = ("data-informed", "mixed", "prior-driven", "assumed")
CARD_LABELS = "calibration.labels"

#: The parameters through which an instrument acts on incomes, its costs left out.
WORKS_THROUGH: dict[str, tuple[str, ...]] = {
    "road_works": ("road_elasticity", "road_floor", "leakage"),
    "broadband_works": ("broadband_gain", "leakage"),
    "renovation_works": ("quality_premium", "spread", "leakage"),
    "village_upkeep": ("quality_premium", "leakage"),
    "plant_investment": ("capital_per_job", "displacement", "resident_share", "leakage"),
    "west_plant_investment": ("capital_per_job", "displacement", "resident_share", "leakage"),
    "west_grants": ("absorptive_capacity", "capital_per_job", "leakage"),
    "produce_purchases": ("produce_margin",),
    "startup_grants": ("firm_jobs", "grant_pull", "firm_cost"),
    "supervision": (),
    "pension": ("transfer_scale", "pension_crowding", "pension_labour_loss"),
    "dibao_line": ("dibao_exclusion",),
    "medical_fund": ("insured_share", "illness_cost"),
    "school_and_care": ("schooling_low", "schooling_high"),
    "collective_support": ("collective_return", "collective_entry_cost", "collective_failure"),
    "governance_effort": ("plain_effort", "quality_premium"),
    "seconded_staff": ("staff_absorption",),
    "placed_workers": (),
    "demonstration_share": ("visit_quality",),
    "medical_cover": ("insured_share", "illness_cost"),
    "agricultural_tax_relief": (),
    "hukou_openness": ("settlement_hazard", "hukou_cost"),
    "collective_dividend_share": ("collective_return",),
}


def label_of(place: Place, lever: str) -> str:
    """One of :data:`LABELS` for the effect of a lever in a place."""
    return _labels_of_card(place).get(lever) or _label_without_card(lever)


def weakest(labels: list[str]) -> str:
    """What an effect of several levers together rests on; of none, it rests on nothing."""
    return max(labels, key=LABELS.index, default="assumed")


def _labels_of_card(place: Place) -> dict[str, str]:
    """The labels of a place's calibration; empty where it has none."""
    if importlib.util.find_spec(CARD_LABELS) is None:
        return {}
    return dict(importlib.import_module(CARD_LABELS).labels_of(place) or {})


def _label_without_card(lever: str) -> str:
    """Whether anything the lever works through has a prior."""
    declared = all_levers()[lever]
    moved = {instrument.name for instrument in declared.instruments(off_values(declared))}
    through = {name for instrument in moved for name in WORKS_THROUGH[instrument]}
    has_prior = any(PARAMETERS[name].prior is not None for name in through)
    return "prior-driven" if has_prior else "assumed"
