"""Equations as machine code.

``single(f)`` and ``double(f)`` compile a plain Python equation, and whatever equations it calls,
for float32 and for float64. In single precision every float literal of the text becomes a float32,
so that equations stay readable and no operation is silently widened; ``exp`` and ``log`` are
branch-free polynomials with explicit fused multiply-add (the coefficients of Cephes' ``expf`` and
``logf``), so that the household loop vectorises and gives the same bits on every processor.

Compiled code is cached in the user's cache folder under a hash of numba's version and of every
source file that a kernel imports, directly or not: an edit in any of them makes a new folder, so
that no stale kernel can answer. Where the folder cannot be written a warning says so and nothing is
cached.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import sys
import warnings
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
from platformdirs import user_cache_path

from sim import elementary

_IMPORT = re.compile(r"^from (sim[\w.]*) import (\([^)]*\)|[^\n]*)|^import (sim[\w.]*)", re.M)


def _compiled_sources() -> list[Path]:
    """The files compiled code can depend on: what the kernels import, directly or not."""
    root = Path(__file__).parent
    waiting = [*(root / "kernels").glob("*.py"), root / "population.py"]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found or not path.exists():
            continue
        found.add(path)
        for module, names, plain in _IMPORT.findall(path.read_text(encoding="utf-8")):
            base = root.joinpath(*(module or plain).split(".")[1:])
            waiting += [base.with_suffix(".py"), base / "__init__.py"]
            waiting += [base / f"{name}.py" for name in re.findall(r"\w+", names)]
            if base.name in ("processes", "levers"):
                waiting += base.glob("*.py")
    return sorted(found)


def _source_hash() -> str:
    digest = hashlib.sha256(version("numba").encode())
    for path in _compiled_sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path | None:
    """Where compiled code is kept, or ``None`` when nowhere can be written."""
    try:
        folder = Path(os.environ.get("SHANHAI_CACHE") or user_cache_path("shanhai"))
        folder = folder / "kernels" / _source_hash()
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (OSError, RuntimeError):
        return None
    return folder


CACHE_FOLDER = _cache_folder()
if CACHE_FOLDER is None:
    warnings.warn(
        "the user's cache folder cannot be written: the model is compiled anew in every process; "
        "set SHANHAI_CACHE to a folder that can be written",
        stacklevel=2,
    )
else:
    os.environ["NUMBA_CACHE_DIR"] = str(CACHE_FOLDER)

import numba  # noqa: E402  (the cache folder is read when numba is imported)
from llvmlite import ir  # noqa: E402
from numba import types  # noqa: E402
from numba.core.compiler import Compiler  # noqa: E402
from numba.extending import intrinsic  # noqa: E402

import sim.compiled_access  # noqa: E402, F401  (says how compiled code reads a world)

if CACHE_FOLDER is not None:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)

f32 = np.float32


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function that loops over agents: cached, without the interpreter lock."""
    return numba.njit(
        cache=CACHE_FOLDER is not None, nogil=True, error_model="numpy", inline="never"
    )(function)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a helper that is called from kernels and not from Python."""
    return numba.njit(
        nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)


def borrowing(function: Callable[..., Any]) -> Any:
    """Compile a helper of kernels that makes no array and counts no references to those it has.

    Counting costs more than the work, where a village's dozens of columns are handed on.
    """
    return numba.njit(
        nogil=True,
        error_model="numpy",
        _nrt=False,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
    )(function)


class _DistinctArrays(Compiler):  # type: ignore[misc]
    """Numba's compiler with a promise: no two array arguments share memory."""

    def define_pipelines(self) -> Any:
        self.state.flags.noalias = True
        return super().define_pipelines()


def vectorised(function: Callable[..., Any]) -> Any:
    """Compile a loop over rows whose passes the processor takes many at a time.

    No two of its array arguments may share memory; without that promise the compiler would have to
    keep to one row at a time. What keeps a loop vectorised is told in ``docs/speed.md``.
    """
    return numba.njit(
        nogil=True,
        error_model="numpy",
        _nrt=False,
        forceinline=True,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        pipeline_class=_DistinctArrays,
    )(function)


def written_in(function: Callable[..., Any]) -> Any:
    """Compile a small helper whose code stands wherever it is called, loops over rows included."""
    return numba.njit(
        nogil=True, error_model="numpy", _nrt=False, forceinline=True, no_cfunc_wrapper=True
    )(function)


def is_first_compilation() -> bool:
    """True while the cache folder holds no compiled kernel: the next run compiles."""
    return CACHE_FOLDER is None or not any(CACHE_FOLDER.rglob("*.nbi"))


@intrinsic
def fma(typing_context, a, b, c):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        float_type = ir.FloatType()
        function = builder.module.declare_intrinsic(
            "llvm.fma", [float_type], ir.FunctionType(float_type, [float_type] * 3)
        )
        return builder.call(function, arguments)

    return types.float32(types.float32, types.float32, types.float32), generate


@intrinsic
def _bits_of(typing_context, x):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.bitcast(arguments[0], ir.IntType(32))

    return types.int32(types.float32), generate


@intrinsic
def _float_of(typing_context, x):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.bitcast(arguments[0], ir.FloatType())

    return types.float32(types.int32), generate


@written_in
def _exp32(x):  # type: ignore[no-untyped-def]
    x = min(max(x, f32(-87.0)), f32(88.0))
    k = np.floor(fma(x, f32(1.44269504), f32(0.5)))
    r = fma(k, f32(-0.693359375), x)
    r = fma(k, f32(2.12194440e-4), r)
    p = fma(f32(1.9875691500e-4), r, f32(1.3981999507e-3))
    p = fma(p, r, f32(8.3334519073e-3))
    p = fma(p, r, f32(4.1665795894e-2))
    p = fma(p, r, f32(1.6666665459e-1))
    p = fma(p, r, f32(5.0000001201e-1))
    p = fma(p, r * r, r + f32(1.0))
    return p * _float_of(np.int32((np.int32(k) + np.int32(127)) << np.int32(23)))


@written_in
def _log32(x):  # type: ignore[no-untyped-def]
    bits = _bits_of(x)
    e = np.int32(bits - np.int32(0x3F3504F3)) >> np.int32(23)
    m = _float_of(np.int32(bits - np.int32(e << np.int32(23)))) - f32(1.0)
    p = fma(f32(7.0376836292e-2), m, f32(-1.1514610310e-1))
    p = fma(p, m, f32(1.1676998740e-1))
    p = fma(p, m, f32(-1.2420140846e-1))
    p = fma(p, m, f32(1.4249322787e-1))
    p = fma(p, m, f32(-1.6668057665e-1))
    p = fma(p, m, f32(2.0000714765e-1))
    p = fma(p, m, f32(-2.4999993993e-1))
    p = fma(p, m, f32(3.3333331174e-1))
    z = m * m
    fe = f32(e)
    y = fma(p, m * z, fma(fe, f32(-2.12194440e-4), f32(-0.5) * z))
    return fma(fe, f32(0.693359375), m + y)


@written_in
def _floor32(x):  # type: ignore[no-untyped-def]
    return np.floor(x)


@written_in
def _exp64(x):  # type: ignore[no-untyped-def]
    return math.exp(x)


@written_in
def _log64(x):  # type: ignore[no-untyped-def]
    return math.log(x)


@written_in
def _floor64(x):  # type: ignore[no-untyped-def]
    return np.floor(x)


_SINGLE: dict[Callable[..., Any], Any] = {
    elementary.exp: _exp32,
    elementary.log: _log32,
    elementary.whole: _floor32,
}
_DOUBLE: dict[Callable[..., Any], Any] = {
    elementary.exp: _exp64,
    elementary.log: _log64,
    elementary.whole: _floor64,
}


def _compile(function: Callable[..., Any], known: dict[Any, Any], narrow: bool) -> Any:
    if function in known:
        return known[function]
    assert isinstance(function, FunctionType)
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        item = names.get(name)
        if isinstance(item, FunctionType) and item.__module__.startswith("sim."):
            names[name] = _compile(item, known, narrow)
    code = function.__code__
    if narrow:
        constants = tuple(f32(c) if isinstance(c, float) else c for c in code.co_consts)
        code = code.replace(co_consts=constants)
    copy = FunctionType(code, names, function.__name__, function.__defaults__)
    copy.__doc__ = function.__doc__
    copy.__module__ = function.__module__
    known[function] = written_in(copy)
    return known[function]


def single(function: Callable[..., Any]) -> Any:
    """The equation for float32 arguments."""
    return _compile(function, _SINGLE, narrow=True)


def double(function: Callable[..., Any]) -> Any:
    """The equation for float64 arguments."""
    return _compile(function, _DOUBLE, narrow=False)


@cache
def say_when_compiling() -> None:
    """One line on standard error, once, when the first call has to compile."""
    if is_first_compilation():
        print("compiling the model once for this machine …", file=sys.stderr, flush=True)
