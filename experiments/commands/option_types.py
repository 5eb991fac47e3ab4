"""What options are given: files and folders that have a name, and numbers that are numbers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click


class NamedPath(click.Path):
    """A path; a name of no letters, as an empty shell variable leaves it, is none."""

    def __init__(self, dir_okay: bool = True) -> None:
        super().__init__(dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if str(value) == "" and not isinstance(value, Path):
            self.fail("'' names no file and no folder", param, ctx)
        return super().convert(value, param, ctx)


class Finite(click.FloatRange):
    """A number inside its range; click's own takes the word nan for one."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number", param, ctx)
        return number
