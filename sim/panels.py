"""Villages and counties by year, column by column, for whoever asked to keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.counties import C, County
from sim.agents.villages import VI, V, Village
from sim.declare import Column, bilingual, declared
from sim.figures import Figures, Variable
from sim.tallies import T
from sim.world import World

if TYPE_CHECKING:
    from sim.simulation import Simulation

#: What is kept of a village's tallies beside its own columns, with unit and label.
TALLIES = {
    "households": ("households", "households simulated 模拟户数"),
    "persons": ("persons", "residents, of households simulated 模拟户常住人口"),
}


class VillagePanel:
    """Every column of every village by year, float32; codes int16.

    Takes 165 bytes a village and year or so: some 140 MB for one to one and 21 years.
    """

    def __init__(self, w: World, years: int) -> None:
        villages = w.villages.shape[1]
        self.columns = np.zeros((years, V.len_, villages), np.float32)
        self.codes = np.zeros((years, VI.len_, villages), np.int16)
        self.tallies = np.zeros((years, len(TALLIES), villages), np.float32)

    def keep(self, w: World, y: int) -> None:
        """Keep the villages as they stand as the ``y``-th year."""
        self.columns[y] = w.villages
        self.codes[y] = w.village_codes
        self.tallies[y] = w.tallies[:, [getattr(T, name) for name in TALLIES]].T


def panels_of(run: Simulation) -> Figures:
    """Every column of villages [year, village] and of counties [year, county] of a run.

    Raises ``ValueError`` when the run was not asked to keep its villages.
    """
    panel = run.village_panel
    if panel is None:
        raise ValueError("this run kept no villages: ask for Simulation(…, keep_villages=True)")
    years = run.index
    variables: dict[str, Variable] = {}
    for name, item in declared(Village, Column).items():
        table, row = (
            (panel.columns, getattr(V, name))
            if item.kind == "float64"
            else (panel.codes, getattr(VI, name))
        )
        variables[f"village_{name}"] = Variable(
            ("year", "village"), table[:years, row], _about(item.unit, item.label, item.doc)
        )
    for k, (name, (unit, label)) in enumerate(TALLIES.items()):
        variables[f"village_{name}"] = Variable(
            ("year", "village"), panel.tallies[:years, k], _about(unit, label, "")
        )
    for name, item in declared(County, Column).items():
        if item.kind == "float64":
            variables[f"county_{name}"] = Variable(
                ("year", "county"),
                run.books.counties[:, getattr(C, name)],
                _about(item.unit, item.label, item.doc),
            )
    coordinates = {
        "year": Variable(("year",), np.arange(run.place.base_year + 1, run.year + 1)),
        "village": Variable(("village",), np.arange(run.world.villages.shape[1])),
        "county": Variable(("county",), np.array([county.code for county in run.place.counties])),
    }
    about = {
        "scenario": run.scenario.name,
        "place": run.place.name,
        "scale": run.scale,
        "seed": run.seed_number,
        "scenario_hash": run.scenario.hash(),
        "comment": "village_county is the position of a village's county along county",
    }
    return Figures(variables, coordinates, about)


def _about(unit: str, label: str, doc: str) -> dict[str, str]:
    names = bilingual(label)
    about = {"units": unit, "long_name": names.en, "long_name_zh": names.zh}
    return about | ({"description": doc} if doc else {})
