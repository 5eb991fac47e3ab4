"""Progress on standard error: a bar on a terminal, a few plain lines elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from experiments import interruption

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Counts ``total`` steps of something called ``title``; use it in a ``with`` block.

    ``done`` of them were there before. How much time is left is judged by the steps after the
    first one, which may have had to wait for the compiler.
    """

    def __init__(
        self, title: str, total: int, unit: str, is_quiet: bool = False, done: int = 0
    ) -> None:
        self._title = title
        self._total = total
        self._unit = unit
        self._is_quiet = is_quiet
        self._done = done
        self._before = done
        self._first_at = 0.0
        self._said = 0.0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if self._is_quiet:
            return self
        self._said = time.monotonic()
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=self._total, desc=self._title, unit=self._unit, leave=False, file=sys.stderr,
                initial=self._done,
            )  # fmt: skip
        else:
            there = f", {self._done} of them there already" if self._done else ""
            print(
                f"{self._title}: {self._total} {self._unit}s to run{there}", file=sys.stderr,
                flush=True,
            )  # fmt: skip
        return self

    def step(self) -> None:
        """One more is done. Answers a Ctrl-C that got lost."""
        interruption.check()
        self._done += 1
        if self._done == self._before + 1:
            self._first_at = time.monotonic()
        if self._bar is not None:
            self._bar.update()
        elif not self._is_quiet and time.monotonic() - self._said > SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            line = f"{self._title}: {self._done} of {self._total} {self._unit}s{self._left()}"
            print(line, file=sys.stderr, flush=True)

    def _left(self) -> str:
        """How long the rest takes at the pace so far, in words; nothing after a single step."""
        timed = self._done - self._before - 1
        if timed < 1:
            return ""
        pace = (time.monotonic() - self._first_at) / timed
        return f", about {in_words(pace * (self._total - self._done))} left"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def in_words(seconds: float) -> str:
    """A time as one says it: ``40 s``, ``3 min``, ``2 h 5 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
