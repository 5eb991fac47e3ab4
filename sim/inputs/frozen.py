"""A mapping that nobody changes by mistake."""

from __future__ import annotations

from typing import NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """A mapping that cannot be changed, and that can be pickled for a worker."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("places and scenarios are frozen; make a changed copy instead")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        return type(self), (dict(self),)
