"""shanhai 山海: an agent-based simulation of urban–rural development.

``run`` lives a scenario and returns its figures; :class:`Model` is the :class:`mesa.Model` of it.
This package opens no file and draws no figure. Heavy imports wait until they are needed, so that
declarations can be listed quickly and no run waits for what it does not use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray

    from sim.inputs import Scenario
    from sim.model import Model

__version__ = "0.1.0"
#: About 24 rural households in each of some 3,200 villages, the paired west left out.
DEFAULT_SCALE = 0.01
__all__ = ["DEFAULT_SCALE", "Model", "run"]


def run(
    scenario: Scenario,
    scale: float = DEFAULT_SCALE,
    seed: int = 1,
    threads: int | None = None,
    last_year: int | None = None,
    parameters: Mapping[str, float] | None = None,
) -> xarray.Dataset:
    """Live a scenario to its last year and return its figures, year × indicator.

    ``scale`` is the share of real households simulated; ``parameters`` replace those of the
    scenario. Raises ``ValueError`` for a scale outside (0, 1] or a parameter out of bounds.
    """
    from sim.records import figures_of
    from sim.simulation import Simulation

    simulation = Simulation(scenario, scale, seed, threads, last_year, parameters)
    simulation.live_to_the_end()
    return figures_of(simulation).dataset()


def __getattr__(name: str) -> Any:
    if name == "Model":
        from sim.model import Model

        return Model
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
