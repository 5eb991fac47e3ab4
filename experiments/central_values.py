"""Which parameter values a run of one draw uses: a posterior's central ones, a fit's, or the
priors' centres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import scenarios
from calibration import load_fit
from scenarios.problems import Problem
from scenarios.stored_fit import FILE_NAME as FIT_FILE
from scenarios.stored_posterior import MANIFEST_FILE, read_posterior
from sim.inputs import Frozen, Scenario

Stored = TypeVar("Stored")


@dataclass(frozen=True)
class CentralValues:
    """A scenario with its place's central parameter values, and in words where they come from."""

    scenario: Scenario
    origin: str
    is_fitted: bool


def with_central_values(scenario: Scenario, posterior: Path | None = None) -> CentralValues:
    """The scenario with the posterior or fit of a folder, or the one its place came with.

    Values a scenario file sets itself stay above these. Raises :class:`scenarios.BadInput`
    when a folder that was named holds neither, or one that is not for this model.
    """
    if posterior is not None:
        drawn = _read(lambda: read_posterior(posterior), str(posterior / MANIFEST_FILE))
        if drawn is not None:
            return _using(scenario, drawn.central, f"the posterior in {posterior}", str(posterior))
        fit = _read(lambda: load_fit("", posterior), str(posterior / FIT_FILE))
        if fit is None:
            names = f"neither {MANIFEST_FILE} nor {FIT_FILE} in this folder"
            raise _refused(str(posterior), names if posterior.is_dir() else "no such folder")
        return _using(scenario, fit.parameters, f"the fit in {posterior}", "")
    if scenario.place.posterior_folder:
        return CentralValues(scenario, f"the posterior of {scenario.place.name}", True)
    if scenario.place.parameters:
        return CentralValues(scenario, f"the stored fit of {scenario.place.name}", True)
    return CentralValues(scenario, "the priors' centres", False)


def _read(read: Callable[[], Stored | None], label: str) -> Stored | None:
    """What a reader finds in a folder; what is wrong with it is the user's to mend."""
    try:
        return read()
    except KeyError as problem:
        raise _refused(label, f"lacks {problem}") from None
    except (ValueError, TypeError, AttributeError) as problem:
        raise _refused(label, str(problem)) from None
    except OSError as problem:
        raise _refused(label, f"cannot be read: {problem.strerror}") from None


def _refused(label: str, message: str) -> scenarios.BadInput:
    return scenarios.BadInput([Problem(label, None, "", message)])


def _using(
    scenario: Scenario, values: Mapping[str, float], origin: str, folder: str
) -> CentralValues:
    place = replace(scenario.place, parameters=Frozen(dict(values)), posterior_folder=folder)
    return CentralValues(replace(scenario, place=place), origin, True)
