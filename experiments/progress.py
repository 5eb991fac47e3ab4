"""Progress on standard error: a bar on a terminal, a few plain lines elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from experiments import interruption

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Counts ``total`` steps of something called ``title``; use it in a ``with`` block."""

    def __init__(self, title: str, total: int, unit: str, is_quiet: bool = False) -> None:
        self._title = title
        self._total = total
        self._unit = unit
        self._is_quiet = is_quiet
        self._done = 0
        self._said = 0.0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if self._is_quiet:
            return self
        self._said = time.monotonic()
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._total, desc=self._title, unit=self._unit, leave=False, file=sys.stderr
            )
        else:
            print(f"{self._title}: {self._total} {self._unit}s to run", file=sys.stderr, flush=True)
        return self

    def step(self) -> None:
        """One more is done. Answers a Ctrl-C that got lost."""
        interruption.check()
        self._done += 1
        if self._bar is not None:
            self._bar.update()
        elif not self._is_quiet and time.monotonic() - self._said > SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            line = f"{self._title}: {self._done} of {self._total} {self._unit}s"
            print(line, file=sys.stderr, flush=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
