"""The order of the layers and the promises that keep it, read from the imports themselves."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: From the lowest to the highest: a file imports from its own layer or a lower one.
LAYERS = ("sim", "scenarios", "calibration", "experiments")
FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
SIM = [path for path in FILES if path.is_relative_to(ROOT / "sim")]
#: The only file of ``sim`` that touches the disk: it finds where compiled code is kept.
CACHE = ROOT / "sim" / "compiled.py"
HEAVY = ("mesa", "numba", "xarray", "pandas", "scipy", "matplotlib")
DECLARING = (
    "sim.declare",
    "sim.units",
    "sim.policy",
    "sim.levers",
    "sim.parameters",
    "sim.inputs",
    "sim.agents.rows",
    "sim.agents.views",
)


def name_of(path: Path) -> str:
    """The module a file is: ``sim/levers/__init__.py`` is ``sim.levers``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named_by(path: Path, node: ast.AST) -> set[str]:
    """The modules an import statement names: ``from a import b`` names a.b where that is one."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        start = node.module or ""
        if node.level:
            package = name_of(path).split(".")
            package = package if path.stem == "__init__" else package[:-1]
            package = package[: len(package) - node.level + 1]
            start = ".".join([*package, *([node.module] if node.module else [])])
        inner = {f"{start}.{alias.name}" for alias in node.names}
        return {name if name in MODULES else start for name in inner}
    return set()


@functools.cache
def imports_of(path: Path) -> frozenset[str]:
    """Everything a file imports, wherever in the file it stands."""
    return frozenset().union(*(named_by(path, node) for node in ast.walk(tree_of(path))))


def imports_at_once(path: Path) -> set[str]:
    """What importing the file imports: not what only functions or type checkers ask for."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree_of(path).body)
    while waiting:
        node = waiting.pop()
        found |= named_by(path, node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting += list(ast.iter_child_nodes(node))
    return found


@functools.cache
def reached_from(start: Path) -> frozenset[str]:
    """Every module of the project that importing a file imports, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in imports_at_once(waiting.pop()):
            if name in MODULES and name not in found:
                found.add(name)
                waiting.append(MODULES[name])
    return frozenset(found)


def within(names: frozenset[str] | set[str], package: str) -> set[str]:
    return {name for name in names if name == package or name.startswith(f"{package}.")}


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[name_of(path) for path in paths])


# ---- layers


@each(FILES)
def test_a_file_imports_from_its_own_layer_or_a_lower_one(path):
    layer = path.relative_to(ROOT).parts[0]
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert {name for higher in above for name in within(imports_of(path), higher)} == set()


@each(FILES)
def test_no_file_of_the_project_imports_the_tests(path):
    assert within(imports_of(path), "tests") == set()


@each([path for path in SIM if path.parent.name == "levers"])
def test_levers_know_no_agents_and_no_processes(path):
    for package in ("sim.agents", "sim.processes", "sim.kernels"):
        assert within(imports_of(path) | reached_from(path), package) == set()


@each([path for path in SIM if path.parent.name == "processes"])
def test_processes_know_no_levers_and_no_kernels(path):
    for package in ("sim.levers", "sim.kernels"):
        assert within(imports_of(path) | reached_from(path), package) == set()


@each([path for path in SIM if path.parent.name == "agents"])
def test_agents_know_no_levers_no_processes_and_no_kernels(path):
    for package in ("sim.levers", "sim.processes", "sim.kernels"):
        assert within(imports_of(path) | reached_from(path), package) == set()


def test_no_module_imports_itself_in_a_circle():
    assert [name for name, path in MODULES.items() if name in reached_from(path)] == []


# ---- what sim does not do


@each([path for path in SIM if path != CACHE])
def test_sim_opens_no_file(path):
    readers = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fromfile"}
    readers |= {"tofile", "loadtxt", "savetxt", "savez", "read_csv", "to_csv", "to_netcdf"}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    }
    assert called & readers == set()
    for module in ("pathlib", "io", "shutil", "tempfile", "csv", "ruamel", "h5py"):
        assert within(imports_of(path), module) == set()


@each(SIM)
def test_sim_draws_no_figure_and_asks_no_network(path):
    for module in ("matplotlib", "PIL", "plotly", "urllib", "http", "socket", "requests"):
        assert within(imports_of(path), module) == set()


@pytest.mark.parametrize("module", DECLARING)
def test_what_declares_imports_nothing_heavy(module):
    program = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_run_does_not_wait_for_mesa():
    program = (
        "import sys, scenarios, sim\n"
        "sim.run(scenarios.load('history'), scale=0.0005, last_year=2003)\n"
        "print('mesa' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


# ---- names


@each(FILES)
def test_a_file_is_named_for_what_is_in_it(path):
    assert path.stem not in {"utils", "util", "base", "common", "helpers", "misc", "tools"}


def test_no_code_names_zhejiang_but_for_the_default_place():
    naming = {
        f"{path.relative_to(ROOT).as_posix()}: {line.strip()}"
        for path in FILES
        for line in path.read_text(encoding="utf-8").splitlines()
        if "zhejiang" in line.lower() or "浙江" in line
    }
    assert naming == {'scenarios/loader.py: DEFAULT_PLACE = "zhejiang"'}


@each(FILES)
def test_a_module_says_what_it_is(path):
    tree = tree_of(path)
    assert not tree.body or ast.get_docstring(tree) or declares_one_class(tree)


def declares_one_class(tree: ast.Module) -> bool:
    """A file that holds a single documented class, such as a lever, is described by it."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return len(classes) == 1 and bool(ast.get_docstring(classes[0]))
