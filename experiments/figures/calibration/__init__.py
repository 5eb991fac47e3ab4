"""Figures of a calibration, drawn from what lies in its folder: evidence, card and draws."""

from __future__ import annotations
