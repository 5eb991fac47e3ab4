"""What compiled code does to whole rows and whole stretches of columns, written out for LLVM.

Sums run in a fixed number of lanes that are added up in a fixed tree, so that the bits are the same
however many a processor takes at a time. A compiler that is left to find this in a plain loop takes
several times as long: it may not reorder a sum of floats, and it walks a tuple of columns by asking
at each one which it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.agents.households import ACCOUNTS
from sim.world import CACHE_LINE

#: Running sums of a float32 column, and bytes of a uint8 column taken at a time.
FLOAT_LANES = 16
BYTE_LANES = 16


def _held(context: Any, builder: Any, kind: types.Array, array: Any) -> Any:
    return context.make_array(kind)(context, builder, array)


@intrinsic
def prefetch_rows(typing_context, columns, first, rows):  # type: ignore[no-untyped-def]
    """Ask for the memory of ``rows`` entries, a constant, of every column from ``first`` on."""
    many = rows.literal_value if isinstance(rows, types.IntegerLiteral) else None
    if many is None:
        return None

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        number = ir.IntType(32)
        write, keep, data = (ir.Constant(number, n) for n in (1, 3, 1))
        for kind, column in zip(
            signature.args[0], cgutils.unpack_tuple(builder, arguments[0]), strict=True
        ):
            place = builder.gep(_held(context, builder, kind, column).data, [arguments[1]])
            place = builder.bitcast(place, ir.IntType(8).as_pointer())
            ask = builder.module.declare_intrinsic(
                "llvm.prefetch",
                [place.type],
                ir.FunctionType(ir.VoidType(), [place.type, number, number, number]),
            )
            size = many * kind.dtype.bitwidth // 8
            for offset in range(0, size, CACHE_LINE):
                line = builder.gep(place, [ir.Constant(ir.IntType(64), offset)])
                builder.call(ask, [line, write, keep, data])
        return context.get_dummy_value()

    return types.void(columns, types.uint64, rows), generate


@intrinsic
def clear_row(typing_context, columns, i):  # type: ignore[no-untyped-def]
    """Set entry ``i`` of every column to 0, of columns with names all but accounts."""
    names = columns.fields if isinstance(columns, types.BaseNamedTuple) else [""] * len(columns)

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        for name, kind, column in zip(
            names, signature.args[0], cgutils.unpack_tuple(builder, arguments[0]), strict=True
        ):
            if name in ACCOUNTS:
                continue
            place = builder.gep(_held(context, builder, kind, column).data, [arguments[1]])
            builder.store(ir.Constant(place.type.pointee, 0), place)
        return context.get_dummy_value()

    return types.void(columns, types.uint64), generate


def _sum_in_steps(
    context: Any, builder: Any, kind: types.Array, arguments: Any, lanes: int, running: Any,
    add: Callable[[Any, Any], Any],
) -> Any:  # fmt: skip
    """Add up ``rows`` entries of a column from ``first`` on, ``lanes`` of them at a time.

    ``add`` gives the running sum, of type ``running``, after the entries of a step.
    """
    column, first, rows = arguments
    start = builder.gep(_held(context, builder, kind, column).data, [first])
    so_far = cgutils.alloca_once_value(builder, ir.Constant(running, None))
    steps = builder.udiv(rows, ir.Constant(rows.type, lanes))
    with cgutils.for_range(builder, steps) as loop:
        place = builder.gep(start, [builder.mul(loop.index, ir.Constant(rows.type, lanes))])
        vector = ir.VectorType(place.type.pointee, lanes)
        entries = builder.load(
            builder.bitcast(place, vector.as_pointer()), align=kind.dtype.bitwidth // 8
        )
        builder.store(add(builder.load(so_far), entries), so_far)
    return builder.load(so_far)


def _folded(builder: Any, vector: Any) -> Any:
    """The sum of a vector's lanes: its halves are added until one lane is left."""
    lanes = vector.type.count
    while lanes > 1:
        lanes //= 2
        nothing = ir.Constant(vector.type, ir.Undefined)
        places = ir.VectorType(ir.IntType(32), lanes)
        low, high = (
            builder.shuffle_vector(
                vector, nothing, ir.Constant(places, list(range(at, at + lanes)))
            )
            for at in (0, lanes)
        )
        vector = builder.fadd(low, high)
    return builder.extract_element(vector, ir.Constant(ir.IntType(32), 0))


@intrinsic
def sum_of_floats(typing_context, column, first, rows):  # type: ignore[no-untyped-def]
    """The sum, float32, of ``rows`` entries of a column; a multiple of :data:`FLOAT_LANES`."""
    if column.dtype != types.float32:
        return None

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        lanes = ir.VectorType(ir.FloatType(), FLOAT_LANES)
        sums = _sum_in_steps(
            context, builder, signature.args[0], arguments, FLOAT_LANES, lanes, builder.fadd
        )
        return _folded(builder, sums)

    return types.float32(column, types.uint64, types.uint64), generate


@intrinsic
def sum_of_bytes(typing_context, column, first, rows):  # type: ignore[no-untyped-def]
    """The sum, int32, of ``rows`` entries of a uint8 column; a multiple of :data:`BYTE_LANES`."""
    if column.dtype != types.uint8:
        return None

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        number = ir.IntType(32)
        wide = ir.VectorType(number, BYTE_LANES)
        added_up = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(number, [wide]),
            f"llvm.vector.reduce.add.v{BYTE_LANES}i32",
        )

        def add(so_far: Any, entries: Any) -> Any:
            return builder.add(so_far, builder.call(added_up, [builder.zext(entries, wide)]))

        return _sum_in_steps(
            context, builder, signature.args[0], arguments, BYTE_LANES, number, add
        )

    return types.int32(column, types.uint64, types.uint64), generate
