"""Every figure of an answer that many runs were lived for, from its document alone.

Each kind has a module with a function ``makers(content)``: its figures by name, as functions of the
language. Nothing is drawn before one of them is called.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scenarios import BadInput
from scenarios.problems import Problem, unknown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.result_folder import ResultFolder
    from experiments.stored_results import StoredResult, Wanted

Makers = dict[str, "Callable[[str], Figure]"]
MODULES = {
    "comparison": "experiments.figures.comparison_figures",
    "attribution": "experiments.figures.attribution_figures",
    "frontier": "experiments.figures.frontier",
}


def makers_of(kind: str, content: Mapping[str, Any], wanted: Wanted | None = None) -> Makers:
    """Every figure of an answer by name, as functions of the language.

    Raises :class:`scenarios.BadInput` for a map of something counties do not have.
    """
    module = importlib.import_module(MODULES[kind])
    if kind == "comparison" and wanted is not None:
        _check_wanted(content, wanted)
        made: Makers = module.makers(content, wanted.map_of or module.INCOME)
    else:
        made = module.makers(content)
    return {name: _settled(make) for name, make in made.items()}


def drawings(result: StoredResult, wanted: Wanted) -> Makers:
    """Every figure of a stored answer by name, as functions of the language.

    Raises :class:`scenarios.BadInput` for a document that is damaged or made by another version.
    """
    content = result.document()
    with _told(result):
        made = makers_of(result.kind, content, wanted)
    return {name: functools.partial(_drawn, result, make) for name, make in made.items()}


def _drawn(result: StoredResult, make: Callable[[str], Figure], language: str) -> Figure:
    with _told(result):
        return make(language)


@contextmanager
def _told(result: StoredResult) -> Iterator[None]:
    """What a document lacks, or has in another shape, is its own fault and not the program's."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as problem:
        message = f"damaged, or made by another version ({problem!r}); answer the question again"
        raise BadInput([Problem(result.label, None, "", message)]) from None


def draw_all(kind: str, content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Every figure of an answer, in both languages and both formats."""
    from experiments.figures.drawing import save_all

    makers = makers_of(kind, content)

    def drawn(language: str) -> Iterator[tuple[str, Figure]]:
        for name, make in makers.items():
            yield name, make(language)

    save_all(drawn, folder)


def _settled(make: Callable[[str], Figure]) -> Callable[[str], Figure]:
    def draw(language: str) -> Figure:
        from experiments.figures.style import applied, settled

        with applied():
            return settled(make(language))

    return draw


def _check_wanted(content: Mapping[str, Any], wanted: Wanted) -> None:
    """Refuse a map of an indicator or a year that the comparison does not have."""
    problems = []
    held = next(iter(content["scenarios"].values()))["by_county"].values()
    known = sorted({name for county in held for name in county})
    if wanted.map_of is not None and wanted.map_of not in known:
        message = unknown("indicator by county", wanted.map_of, known, "they")
        problems.append(Problem("--map", None, wanted.map_of, message))
    last = content["years"][-1]
    if wanted.map_year not in (None, last):
        message = f"{wanted.map_year}: a comparison has counties in its last year, {last}, alone"
        problems.append(Problem("--year", None, "", message))
    if problems:
        raise BadInput(problems)
