"""Every figure of an attribution: a waterfall and bars of Shapley values for each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sim
from experiments.attribution.defaults import MEASURES
from experiments.figures.comparison_subject import drawn_from

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.result_folder import ResultFolder

FIGURES = tuple(f"{kind}_{measure}" for kind in ("waterfall", "shapley") for measure in MEASURES)


def draw_all(content: Mapping[str, Any], folder: ResultFolder) -> None:
    """Every figure in both languages and both formats; ``content`` holds every measure."""
    from experiments.figures.drawing import save_all

    save_all(lambda language: drawn(content, language), folder)


def drawn(content: Mapping[str, Any], language: str) -> Iterator[tuple[str, Figure]]:
    """Every figure in one language, with its name."""
    from experiments.attribution.result import measure_of
    from experiments.figures.style import applied
    from experiments.figures.waterfall import shapley_bars, waterfall

    with applied():
        for measure in MEASURES:
            held = measure_of(content, measure)
            yield f"waterfall_{measure}", waterfall(held, language, stamped(content))
            yield f"shapley_{measure}", shapley_bars(held, language, stamped(content))


def stamped(content: Mapping[str, Any]) -> str:
    """What an attribution was made from, in one line."""
    return " · ".join(
        [
            f"shanhai {sim.__version__}",
            content["scenario"],
            drawn_from(content),
            f"{content['permutations']} permutations",
            f"scale {content['scale']:g}",
            f"seed {content['seed']}",
            f"data {content['manifest']['data_hash'][:8]}",
        ]
    )
