"""What can be read on a figure as it is saved."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from experiments.figures.style import applied

#: Letters are placed on whole pixels, so that a word may reach so many beyond where it was laid.
PIXELS = 2.0


def cut_off(drawing: Figure) -> list[str]:
    """Words that reach over the edge of the figure at the resolution it is saved in."""
    with applied():
        screen = drawing.dpi
        drawing.dpi = matplotlib.rcParams["savefig.dpi"]
        drawing.draw_without_rendering()
        page = drawing.bbox.padded(PIXELS)
        found = [
            said
            for said, box in _words(drawing)
            if box.width and not (page.contains(*box.min) and page.contains(*box.max))
        ]
        drawing.dpi = screen
    return found


def _words(drawing: Figure) -> Iterator[tuple[str, BboxBase]]:
    """All that is written on a figure, and where: numbers along an axis together."""
    texts = list(drawing.texts)
    for axes in drawing.axes:
        if not axes.get_visible():
            continue
        texts += [*axes.texts, axes.title, axes._left_title]
        legend = axes.get_legend()
        texts += legend.get_texts() if legend is not None else []
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            box = axis.get_tightbbox(FigureCanvasAgg(drawing).get_renderer())
            if box is not None:
                yield f"{axis.axis_name} axis, {axis.label.get_text()}", box
    for text in texts:
        assert isinstance(text, Text)
        if text.get_text():
            yield text.get_text(), text.get_window_extent()
