"""A run of today gives the figures of the day it was written down."""

from __future__ import annotations

import json

import numpy as np

from tests.golden.__main__ import FILE, golden_figures


def test_the_golden_run_is_unchanged() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    figures = golden_figures()
    assert list(figures) == list(kept)
    for name, values in figures.items():
        # the household loop has the same bits everywhere; counties use the platform's libm
        np.testing.assert_allclose(values, kept[name], rtol=1e-6, atol=1e-9, err_msg=name)
