"""The row of mesa-frames: why it is not measured."""

from __future__ import annotations

#: Checked by resolving it beside this project's own requirements.
REASON = (
    "does not install: its release, 0.1.0a0, needs numpy 1.26, and this model numpy 2.0 or later"
)
