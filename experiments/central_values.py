"""Which parameter values a run of one draw uses: a posterior's central ones, a fit's, or the
priors' centres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import scenarios
from calibration import load_fit
from scenarios.problems import Problem
from scenarios.stored_fit import FILE_NAME as FIT_FILE
from scenarios.stored_posterior import MANIFEST_FILE, read_posterior
from sim.inputs import Frozen, Place, Scenario

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
        place = at_central_values(scenario.place, posterior)
        kind = "posterior" if place.posterior_folder else "fit"
        return CentralValues(replace(scenario, place=place), f"the {kind} in {posterior}", True)
    if scenario.place.posterior_folder:
        return CentralValues(scenario, f"the posterior of {scenario.place.name}", True)
    if scenario.place.parameters:
        return CentralValues(scenario, f"the stored fit of {scenario.place.name}", True)
    return CentralValues(scenario, "the priors' centres", False)


def at_central_values(place: Place, posterior: Path | None = None) -> Place:
    """The place with the posterior or fit of a folder; as it came where none is named.

    Raises :class:`scenarios.BadInput` as :func:`with_central_values` does.
    """
    if posterior is None:
        return place
    drawn = _read(lambda: read_posterior(posterior), str(posterior / MANIFEST_FILE))
    if drawn is not None:
        values = Frozen(dict(drawn.central))
        return replace(place, parameters=values, posterior_folder=str(posterior))
    fit = _read(lambda: load_fit("", posterior), str(posterior / FIT_FILE))
    if fit is None:
        names = f"neither {MANIFEST_FILE} nor {FIT_FILE} in this folder"
        raise _refused(str(posterior), names if posterior.is_dir() else "no such folder")
    return replace(place, parameters=Frozen(dict(fit.parameters)), posterior_folder="")


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
