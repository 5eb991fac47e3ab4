"""Progress on standard error: a bar on a terminal, a few plain lines elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from typing import Any

from experiments import interruption
from sim.declare import Label

SECONDS_BETWEEN_LINES = 10.0
#: What is counted: runs, or the years of runs.
UNITS = {"run": Label("runs", "次模拟"), "year": Label("years", "年")}
WORDS = {
    "begin": Label("{title}: {total} {unit} to run{there}", "{title}：共{total}{unit}{there}"),
    "there": Label(", {done} of them there already", "，其中已完成{done}"),
    "line": Label(
        "{title}: {done} of {total} {unit}{left}", "{title}：{total}{unit}已完成{done}{left}"
    ),
    "open": Label("{title}: {done} {unit} so far", "{title}：已完成{done}{unit}"),
    "left": Label(", about {time} left", "，约剩{time}"),
    "seconds": Label("{seconds:.0f} s", "{seconds:.0f}秒"),
    "minutes": Label("{minutes} min", "{minutes}分钟"),
    "hours": Label("{hours} h {minutes} min", "{hours}小时{minutes}分钟"),
}


class Progress:
    """Counts ``total`` steps of something called ``title``; use it in a ``with`` block.

    Where nobody knows the ``total`` it is ``None``, and nothing is said of what is left. ``unit``
    is one of ``UNITS``; ``done`` of them were there before. How much time is left is judged by the
    steps after the first one, which may have had to wait for the compiler.
    """

    def __init__(
        self,
        title: str,
        total: int | None,
        unit: str,
        is_quiet: bool = False,
        done: int = 0,
        language: str = "en",
    ) -> None:
        self._title = title
        self._total = total
        self._unit = UNITS[unit][language]
        self._language = language
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
        elif self._total is not None:
            self._say("begin", there=self._words("there") if self._done else "")
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
            if self._total is None:
                self._say("open")
            else:
                self._say("line", left=self._left(self._total))

    def _say(self, key: str, **more: str) -> None:
        print(self._words(key, **more), file=sys.stderr, flush=True)

    def _words(self, key: str, **more: str) -> str:
        return WORDS[key][self._language].format(
            title=self._title, total=self._total, unit=self._unit, done=self._done, **more
        )

    def _left(self, total: int) -> str:
        """How long the rest takes at the pace so far, in words; nothing after a single step."""
        timed = self._done - self._before - 1
        if timed < 1:
            return ""
        pace = (time.monotonic() - self._first_at) / timed
        left = in_words(pace * (total - self._done), self._language)
        return self._words("left", time=left)

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()


def in_words(seconds: float, language: str = "en") -> str:
    """A time as one says it: ``40 s``, ``3 min``, ``2 h 5 min``."""
    if seconds < 90:
        return WORDS["seconds"][language].format(seconds=seconds)
    minutes = round(seconds / 60)
    if minutes < 90:
        return WORDS["minutes"][language].format(minutes=minutes)
    return WORDS["hours"][language].format(hours=minutes // 60, minutes=minutes % 60)
