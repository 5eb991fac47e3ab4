"""Ctrl-C, remembered.

Libraries that compile or import in C can swallow the exception it raises, or answer with another
one. What was pressed is therefore kept, and asked for at the next safe place.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_pressed = False
_is_postponed = False
_pressed_meanwhile = False
_kept: Kept | None = None


@dataclass(frozen=True)
class Kept:
    """What an interruption leaves behind, in words, and the option that goes on from there."""

    what: str
    option: str | None = None


def keeps(what: str, option: str | None = None) -> None:
    """From now on, ``what`` is kept when this command is interrupted; run again it goes on.

    ``option`` is one it needs to do so.
    """
    global _kept
    _kept = Kept(what, option)


def keeps_nothing() -> None:
    """As a command begins."""
    global _kept
    _kept = None


def kept() -> Kept | None:
    """What this command keeps, or ``None`` where it keeps nothing."""
    return _kept


def watch() -> None:
    """From now on remember Ctrl-C, unless the caller's shell has it ignored."""
    global _pressed, _is_postponed
    _pressed = _is_postponed = False
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _remember)
        sys.unraisablehook = _say_what_got_lost


def _say_what_got_lost(lost: UnraisableHookArgs) -> None:
    """An exception that C swallowed is told as ever, except a Ctrl-C, which is remembered."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)


def _remember(number: int, frame: FrameType | None) -> None:
    global _pressed, _pressed_meanwhile
    _pressed = True
    if _is_postponed:
        _pressed_meanwhile = True
    else:
        raise KeyboardInterrupt


def ignore() -> None:
    """From now on Ctrl-C means nothing: what it asks for is under way."""
    global _is_postponed
    _is_postponed = True


def was_pressed() -> bool:
    """Whether Ctrl-C was pressed since :func:`watch`."""
    return _pressed


def check() -> None:
    """Raise ``KeyboardInterrupt`` if an earlier one got lost."""
    if _pressed:
        raise KeyboardInterrupt


@contextmanager
def postponed() -> Iterator[None]:
    """A watched Ctrl-C waits until the block is done.

    Blocking the signal would not do: another thread takes it, and Python hands it to this one.
    """
    global _is_postponed, _pressed_meanwhile
    _is_postponed, _pressed_meanwhile = True, False
    try:
        yield
    finally:
        _is_postponed = False
    if _pressed_meanwhile:
        raise KeyboardInterrupt
