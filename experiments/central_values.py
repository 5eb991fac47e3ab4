"""Parameter values of a run without draws: a posterior's central ones, or the priors' centres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import scenarios
from scenarios.problems import Problem
from scenarios.stored_posterior import MANIFEST_FILE, StoredPosterior, read_posterior
from sim.inputs import Frozen, Place, Scenario


@dataclass(frozen=True)
class CentralValues:
    """A scenario with its place's central parameter values, and in words where they come from."""

    scenario: Scenario
    origin: str
    is_fitted: bool


def with_central_values(scenario: Scenario, posterior: Path | None = None) -> CentralValues:
    """The scenario with the posterior of a folder, or the one its place came with.

    Values a scenario file sets itself stay above these. Raises :class:`scenarios.BadInput`
    when a folder that was named holds no posterior, or one that is not for this model.
    """
    if posterior is not None:
        place = at_central_values(scenario.place, posterior)
        return CentralValues(replace(scenario, place=place), f"the posterior in {posterior}", True)
    if scenario.place.posterior_folder:
        return CentralValues(scenario, f"the posterior of {scenario.place.name}", True)
    return CentralValues(scenario, "the priors' centres", False)


def at_central_values(place: Place, posterior: Path | None = None) -> Place:
    """The place with the posterior of a folder; as it came where none is named.

    Raises :class:`scenarios.BadInput` as :func:`with_central_values` does.
    """
    if posterior is None:
        return place
    found = _read(posterior)
    return replace(place, parameters=Frozen(dict(found.central)), posterior_folder=str(posterior))


def _read(folder: Path) -> StoredPosterior:
    """The posterior in a folder; what is wrong with it is the user's to mend."""
    label = str(folder / MANIFEST_FILE)
    try:
        found = read_posterior(folder)
    except (ValueError, RecursionError) as problem:
        raise _refused(label, str(problem).removeprefix(f"{label}: ")) from None
    except OSError as problem:
        raise _refused(label, f"cannot be read: {problem.strerror}") from None
    if found is None:
        missing = f"no {MANIFEST_FILE} in this folder" if folder.is_dir() else "no such folder"
        raise _refused(str(folder), missing)
    return found


def _refused(label: str, message: str) -> scenarios.BadInput:
    return scenarios.BadInput([Problem(label, None, "", message)])
