"""Which parameter values a run of one draw uses: a stored fit, or the priors' centres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import scenarios
from calibration import StoredFit, load_fit
from scenarios.problems import Problem
from sim.inputs import Frozen, Scenario

FIT_FILE = "fit.json"


@dataclass(frozen=True)
class CentralValues:
    """A scenario with its place's central parameter values, and in words where they come from."""

    scenario: Scenario
    origin: str
    is_fitted: bool


def with_central_values(scenario: Scenario, posterior: Path | None = None) -> CentralValues:
    """The scenario with the fit of the folder ``posterior``, or the one its place came with.

    Values a scenario file sets itself stay above the fit's. Raises :class:`scenarios.BadInput`
    when a folder that was named holds no fit, or one that is not for this model.
    """
    if posterior is not None:
        fit = _read(scenario.place.name, posterior, str(posterior / FIT_FILE))
        if fit is None:
            message = f"no {FIT_FILE} in this folder" if posterior.is_dir() else "no such folder"
            raise _refused(str(posterior), message)
        return _using(scenario, fit, f"the fit in {posterior}")
    if scenario.place.parameters:
        return CentralValues(scenario, f"the stored fit of {scenario.place.name}", True)
    return CentralValues(scenario, "the priors' centres", False)


def _read(place_name: str, folder: Path | None, label: str) -> StoredFit | None:
    """The fit of a shipped place or of a folder; what is wrong with it is the user's to mend."""
    try:
        return load_fit(place_name, folder)
    except KeyError as problem:
        raise _refused(label, f"lacks {problem}") from None
    except (ValueError, TypeError, AttributeError) as problem:
        raise _refused(label, str(problem)) from None
    except OSError as problem:
        raise _refused(label, f"cannot be read: {problem.strerror}") from None


def _refused(label: str, message: str) -> scenarios.BadInput:
    return scenarios.BadInput([Problem(label, None, "", message)])


def _using(scenario: Scenario, fit: StoredFit, origin: str) -> CentralValues:
    place = replace(scenario.place, parameters=Frozen(dict(fit.parameters)))
    return CentralValues(replace(scenario, place=place), origin, True)
