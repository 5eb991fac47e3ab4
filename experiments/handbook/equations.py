"""The processes in the order lived, and their equations: number, signature, words and code."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import sim.processes
from experiments.handbook.markdown import cited, code, join, table
from scenarios import bibliography
from sim import statistics_office
from sim.declare import Parameter, declared, modules_of

NUMBER = re.compile(r"^\((\d+[a-z]?)\) ")
STEP = re.compile(r"^Step ((?:\d+[a-z]?(?:, )?)+)\. ")

Equation = Callable[..., Any]


def processes() -> list[ModuleType]:
    """The modules of :mod:`sim.processes` in the order in which they are lived.

    The order is that of the steps their docstrings begin with; one without a step comes first.
    """
    return sorted(modules_of(sim.processes), key=lambda module: _order(_step(module)))


def _step(module: ModuleType) -> str:
    found = STEP.match(module.__doc__ or "")
    return found[1] if found else ""


def _order(step: str) -> tuple[int, str]:
    """Where a step comes: the last one it names, since what came before has to be known."""
    if not step:
        return 0, ""
    last = step.split(", ")[-1]
    return int(re.sub(r"\D", "", last)), last


def said(module: ModuleType) -> str:
    """The first sentence of a process's docstring, without its step."""
    first = (module.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(STEP.sub("", first).split())


def owner_of(module: ModuleType) -> type | None:
    """The class that holds the parameters of a process."""
    for item in vars(module).values():
        if isinstance(item, type) and item.__module__ == module.__name__:
            return item
    return None


def equations_of(module: ModuleType) -> list[Equation]:
    """The public functions of a module, in the order written."""
    return [
        item
        for name, item in vars(module).items()
        if isinstance(item, FunctionType)
        and item.__module__ == module.__name__
        and not name.startswith("_")
    ]


def published_equations() -> list[Equation]:
    """The statistics office's definitions, which are methods of a year."""
    return [
        item
        for item in vars(statistics_office.Year).values()
        if isinstance(item, FunctionType) and NUMBER.match(inspect.getdoc(item) or "")
    ]


def number_of(equation: Equation) -> str:
    """The equation's number; empty for one that has none."""
    found = NUMBER.match(inspect.getdoc(equation) or "")
    return found[1] if found else ""


def process_table(link: str = "") -> str:
    """One line a process; ``link`` is the way from the page to the reference."""
    rows = []
    for module in processes():
        owner = owner_of(module)
        held = declared(owner, Parameter).values() if owner else ()
        named = [
            f"[{code(item.__name__)}]({link}equations.md#{item.__name__})"
            for item in equations_of(module)
        ]
        estimated = sum(item.prior is not None for item in held)
        rows.append(
            (
                _step(module) or "start",
                said(module),
                code(f"{module.__name__.rsplit('.', 1)[-1]}.py"),
                ", ".join(named),
                f"{len(held)}, {estimated} estimated" if held else "none",
            )
        )
    return table(("step", "what happens", "file", "equations", "parameters"), rows)


def _file_of(module: ModuleType) -> str:
    return f"{module.__name__.replace('.', '/')}.py"


def process_page() -> str:
    return join(
        "# Processes",
        "What happens in a year, one thing a file in `sim/processes/`, in the order in which it is "
        "lived. A process "
        "holds its parameters and its equations; compiled loops in `sim/kernels` call the "
        "equations (see [The year, and its files](../model.md)). A process that names several "
        "steps stands where its last one is.",
        process_table(),
    )


def equation_page() -> str:
    """Every equation with its code, under its process."""
    sections = [
        join(
            f"## {_step(module) and f'Step {_step(module)}. '}{_title(module)}",
            f"{said(module)} {code(_file_of(module))}",
            *map(_equation, equations_of(module)),
        )
        for module in processes()
        if equations_of(module)
    ]
    return join(
        "# Equations",
        "An equation is a pure function of numbers. What stands here is the code that runs: the "
        "compiled loops, the object-per-agent twin in the tests and the tests of single equations "
        "all call these functions. Numbers in brackets are the equation numbers used all over the "
        "project. `exp`, `log`, `clip` and `whole` (the largest whole number not above) mean what "
        "their names say.",
        table(("number", "equations"), _by_number()),
        *sections,
        "## Step 13. The statistics office",
        "Sums over villages and towns; `T` and `W` name what villages and town wards hand over. "
        f"{code('sim/statistics_office.py')}",
        *map(_equation, published_equations()),
    )


def _title(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def all_equations() -> Iterator[Equation]:
    """Every equation, in the order lived."""
    for module in processes():
        yield from equations_of(module)
    yield from published_equations()


def _by_number() -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for equation in all_equations():
        name = equation.__name__
        if number := number_of(equation):
            found.setdefault(number, []).append(f"[{code(name)}](#{name})")

    def order(number: str) -> tuple[int, str]:
        return int(re.sub(r"\D", "", number)), number

    return [(f"({number})", ", ".join(found[number])) for number in sorted(found, key=order)]


def _equation(equation: Equation) -> str:
    words = textwrap.dedent(NUMBER.sub("", inspect.getdoc(equation) or ""))
    number = number_of(equation)
    sources = [cited(key) for key in literature_of(words)]
    return join(
        f"### {f'({number}) ' if number else ''}{code(equation.__name__)} "
        f"{{ #{equation.__name__} }}",
        words,
        f"*Literature:* {', '.join(sources)}" if sources else "",
        f"```python\n{code_of(equation)}\n```",
    )


def literature_of(words: str) -> list[str]:
    """Keys of the bibliography whose first author is named first in a docstring."""
    return [
        key
        for key, source in bibliography().items()
        if "Finding used" in source.citation
        and re.search(rf"(?<!and )\b{re.escape(_first_author(source.citation))}\b", words)
    ]


def _first_author(citation: str) -> str:
    return re.split(r",| &| et al| \(| \d", citation)[0]


def code_of(equation: Equation) -> str:
    """The text of a function without its docstring."""
    text = textwrap.dedent(inspect.getsource(equation))
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    lines = text.splitlines()
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines)
