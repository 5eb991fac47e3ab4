"""How compiled code reads an object that is handed over by address: see :mod:`sim.by_address`.

``w.villages`` in a kernel is the array of that name, borrowed: no reference is counted, since
whoever calls a kernel holds the object until it returns.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import typeof
from numba.core import cgutils, types
from numba.core.extending import models, register_model, typeof_impl, unbox
from numba.core.imputils import lower_getattr_generic
from numba.core.pythonapi import NativeValue
from numba.core.types.containers import NamedTuple
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.np.arrayobj import populate_array

from sim.by_address import ByAddress

WORD = ir.IntType(64)


class Held(types.Type):  # type: ignore[misc]
    """The type of an object of one class; ``fields`` says what it holds."""

    def __init__(self, class_name: str, fields: dict[str, Any]) -> None:
        self.fields = fields
        super().__init__(name=f"{class_name}({', '.join(map(str, fields.values()))})")


@typeof_impl.register(ByAddress)
def _type_of(value: ByAddress, context: Any) -> Any:
    """The type of the value's class, noted where numba looks before it asks at every call."""
    kind = type(value)
    if "_numba_type_" not in vars(kind):
        held = {name: typeof(item) for name, item in value.items()}
        setattr(kind, "_numba_type_", Held(kind.__name__, held))  # noqa: B010
    return vars(kind)["_numba_type_"]


@register_model(Held)
class _Address(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, held: Held) -> None:
        super().__init__(manager, held, WORD.as_pointer())


@unbox(Held)
def _unboxed(held: Held, value: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(value, "address")
    address = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    return NativeValue(c.builder.inttoptr(address, WORD.as_pointer()))


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = Held

    def generic_resolve(self, held: Held, name: str) -> Any:
        return held.fields.get(name)


def _words(item: Any) -> int:
    """How many entries of the table an array, or a named tuple of arrays, takes."""
    return sum(map(_words, item)) if isinstance(item, NamedTuple) else 1 + item.ndim


@lower_getattr_generic(Held)
def _read(context: Any, builder: Any, held: Held, table: Any, name: str) -> Any:
    names = list(held.fields)
    place = sum(_words(held.fields[before]) for before in names[: names.index(name)])
    item = held.fields[name]
    if not isinstance(item, NamedTuple):
        return _array_at(context, builder, item, table, place)
    columns = []
    for column in item:
        columns.append(_array_at(context, builder, column, table, place))
        place += _words(column)
    return context.make_tuple(builder, item, columns)


def _array_at(context: Any, builder: Any, kind: types.Array, table: Any, place: int) -> Any:
    """The array whose address and lengths stand in the table from ``place`` on."""

    def entry(number: int) -> Any:
        read = builder.load(cgutils.gep_inbounds(builder, table, place + number))
        # the table stays as it is while a kernel runs, so that it need not be read again
        read.set_metadata("invariant.load", builder.module.add_metadata([]))
        return read

    array = context.make_array(kind)(context, builder)
    lengths = [entry(1 + axis) for axis in range(kind.ndim)]
    size = context.get_constant(
        types.intp, context.get_abi_sizeof(context.get_data_type(kind.dtype))
    )
    strides = [size]
    for length in reversed(lengths[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(entry(0), context.get_data_type(kind.dtype).as_pointer())
    populate_array(array, data=data, shape=lengths, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()
