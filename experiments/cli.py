"""The command ``shanhai``: starts it, and turns whatever ends it into an exit code.

Everything is imported inside :func:`main`, so that Ctrl-C is answered during imports too.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import NoReturn

from experiments import interruption

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Answer a command line (default: the process's own) and return its exit code.

    0 done, 1 failed, 2 bad input, 3 finished with some runs failed, 130 interrupted. Only a defect
    of the program shows a traceback.
    """
    _open_streams()
    if arguments is not None:
        return _ended(arguments)
    _warn_in_one_line()
    _open_no_window()
    _collect_garbage_seldom()
    _leave(_ended(sys.argv[1:]))


def _open_streams() -> None:
    """Output that was closed goes nowhere, and a character that it does not know is written out."""
    import os

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif getattr(stream, "errors", "") == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _warn_in_one_line() -> None:
    """Warnings of the libraries and ours: what is wrong, without the line of code that says it."""
    import warnings

    def worded(message: Warning | str, *_: object, **__: object) -> str:
        return f"warning: {str(message).splitlines()[0]}\n" if str(message) else ""

    warnings.formatwarning = worded


def _open_no_window() -> None:
    """Figures go to files, whatever screen the surroundings name: a wrong name would stop them."""
    import os

    os.environ["MPLBACKEND"] = "agg"


def _collect_garbage_seldom() -> None:
    """Imports make many objects and hardly any garbage, and looking for it is a tenth of a run."""
    import gc

    gc.set_threshold(100_000, 20, 20)


def _leave(code: int) -> NoReturn:
    """End the process now: no thread is waited for, and no leftover signal changes the code.

    Taking the compiled code and all modules apart first would take longer than writing the result.
    """
    import os

    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # what could not be written has been said
            stream.flush()
    os._exit(code)


def _ended(given: list[str]) -> int:
    """The exit code of a command line, whatever happened."""
    interruption.watch()
    interruption.keeps_nothing()
    try:
        code = _answer(given)
        sys.stdout.flush()
        interruption.check()
        return code
    except BaseException as error:
        interruption.ignore()
        if isinstance(error, KeyboardInterrupt) or interruption.was_pressed():
            return _say_interrupted(given)
        return _say_failed(error, given)


def _answer(given: list[str]) -> int:
    import click

    from experiments.commands import shanhai

    try:
        code = shanhai.main(given, prog_name="shanhai", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as mistake:
        from experiments.commands.usage import as_lines

        if isinstance(mistake, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            mistake.show(sys.stderr)
        else:
            print("\n".join(as_lines(mistake)), file=sys.stderr)
        return mistake.exit_code
    return code if isinstance(code, int) else DONE


def _say_interrupted(given: list[str]) -> int:
    import shlex

    kept = interruption.kept()
    if kept is None:
        said, words = "unfinished files are gone. Run it again", given
    else:
        words = [*given, *([kept.option] if kept.option and kept.option not in given else [])]
        said = f"{kept.what}. To go on"
    print(f"\ninterrupted; {said}: {shlex.join(['shanhai', *words])}", file=sys.stderr)
    return INTERRUPTED


def _say_failed(error: BaseException, given: list[str]) -> int:
    """What went wrong: the user's mistakes a line each, one line for the machine's limits."""
    from scenarios import BadInput

    if isinstance(error, BadInput):
        print(error, file=sys.stderr)
        return BAD_INPUT
    if isinstance(error, SystemExit):
        raise error
    if isinstance(error, BrokenPipeError):  # the reader of the output left, as `head` does
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if isinstance(error, MemoryError):
        print("failed: not enough memory; a smaller --scale needs less", file=sys.stderr)
        return FAILED
    if isinstance(error, OSError):
        print(f"failed: {error}", file=sys.stderr)
        return FAILED
    from experiments.study.engines import EngineLostError

    if isinstance(error, EngineLostError):
        import shlex

        again = shlex.join(["shanhai", *given])
        print(f"failed: {error}", file=sys.stderr)
        print(f"nothing was written. To start again: {again}", file=sys.stderr)
        return FAILED
    import traceback

    traceback.print_exception(error)
    print("failed: this is a defect of shanhai, not of your input", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
