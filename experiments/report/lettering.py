"""The font of a page, cut down to the characters the page has, so that it can travel inside it."""

from __future__ import annotations

import base64
import io

from experiments.figures.style import FONT_FILE


def lettering(text: str) -> str:
    """The figures' font with the characters of ``text`` alone, WOFF in base64.

    A reader without a Chinese font would see boxes.
    """
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"])
    with subset.load_font(FONT_FILE, options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        font.flavor = "woff"
        font.recalcTimestamp = False
        buffer = io.BytesIO()
        font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode()
