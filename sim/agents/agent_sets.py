"""Sets of agents of any kind, in Mesa's manner.

What :class:`mesa.agent.AgentSet` can do these can do, with the same meaning and the same results;
but they hold their agents, where Mesa's hold weak references, so that agents that are made when
they are asked for can be gathered.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random


class Agents(Set[Any], Sequence[Any]):
    """Agents in an order: sets of several kinds one after another, or any agents gathered.

    Works as :class:`mesa.agent.AgentSet` does. ``random`` shuffles.
    """

    __slots__ = ("_parts", "random")

    def __init__(self, parts: Iterable[Any], random: Random) -> None:
        self._parts = tuple(parts)
        self.random = random

    def __len__(self) -> int:
        return sum(len(part) for part in self._parts)

    def __iter__(self) -> Iterator[Any]:
        for part in self._parts:
            yield from part

    def __contains__(self, agent: object) -> bool:
        return any(agent in part for part in self._parts)

    def __getitem__(self, item: Any) -> Any:
        """The agent at a position, or a list of those in a slice."""
        if isinstance(item, slice):
            return list(self)[item]
        place = operator.index(item)
        if place < 0:
            place += len(self)
        if place >= 0:
            for part in self._parts:
                if place < len(part):
                    return part[place]
                place -= len(part)
        raise IndexError(f"there are {len(self)} agents, none at position {item}")

    def _from_iterable(self, agents: Iterable[Any]) -> Agents:  # type: ignore[override]
        return Agents([list(dict.fromkeys(agents))], self.random)

    def _holding(self, agents: list[Any], inplace: bool) -> Any:
        if not inplace:
            return Agents([agents], self.random)
        self._parts = (agents,)
        return self

    def copy(self) -> Any:
        """The agents there are now, as a set that does not follow later changes."""
        return self.select()

    def to_list(self) -> list[Any]:
        """All agents, as a list."""
        return list(self)

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = math.inf,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        """The agents for which ``filter_func`` holds, and that are of a type, in order.

        ``at_most`` is their largest number or, as a float of at most 1, the largest share of this
        set. The result does not follow later changes of who is in this set.
        """
        limit = limit_of(at_most, len(self))
        found: list[Any] = []
        for agent in self:
            if len(found) >= limit:
                break
            if (filter_func is None or filter_func(agent)) and (
                agent_type is None or isinstance(agent, agent_type)
            ):
                found.append(agent)
        return self._holding(found, inplace)

    def shuffle(self, inplace: bool = False) -> Any:
        """The agents in a random order, by ``random``."""
        agents = list(self)
        self.random.shuffle(agents)
        return self._holding(agents, inplace)

    def sort(
        self,
        key: Callable[[Any], Any] | str,
        ascending: bool = False,
        inplace: bool = False,
    ) -> Any:
        """The agents by an attribute or a function of them, the largest first unless ascending."""
        by = operator.attrgetter(key) if isinstance(key, str) else key
        return self._holding(sorted(self, key=by, reverse=not ascending), inplace)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a method by name, or a function, for each agent in order; returns the set."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Like ``shuffle().do(…)``; returns this set, its order unchanged."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """What a method by name, or a function, returns for each agent in order."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def get(
        self,
        attr_names: str | Iterable[str],
        handle_missing: str = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """An attribute of each agent as a list; for several names, a list for each agent.

        With ``handle_missing="default"`` agents without the attribute give ``default_value``;
        otherwise they raise ``AttributeError``.
        """
        default = default_of(handle_missing, default_value)
        if isinstance(attr_names, str):
            return [getattr(agent, attr_names, *default) for agent in self]
        names = list(attr_names)
        return [[getattr(agent, name, *default) for name in names] for agent in self]

    def set(self, attr_name: str, value: Any) -> Any:
        """Write one value into an attribute of every agent; returns the set."""
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """One function, or a list of several, of the attribute's values."""
        values = self.get(attribute)
        return func(values) if callable(func) else [each(values) for each in func]

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> Groups:
        """Agents with the same attribute, or the same result of a function, group by group.

        Groups are sets; with ``result_type="list"`` they are lists. They come in the order in
        which their first agents do.
        """
        groups: dict[Any, list[Any]] = {}
        of = operator.attrgetter(by) if isinstance(by, str) else by
        for agent in self:
            groups.setdefault(of(agent), []).append(agent)
        if result_type == "list":
            return Groups(groups)
        return Groups({key: Agents([group], self.random) for key, group in groups.items()})

    def __repr__(self) -> str:
        return f"<{len(self)} agents>"


class Groups:
    """Agents by group, as :class:`mesa.agent.GroupBy`: iterating gives pairs of key and group."""

    def __init__(self, groups: dict[Any, Any]) -> None:
        self.groups = groups

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.groups.items())

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """What a method of the group by name, or a function of it, returns; by group."""
        if isinstance(method, str):
            method = operator.methodcaller(method, *args, **kwargs)
            return {key: method(group) for key, group in self}
        return {key: method(group, *args, **kwargs) for key, group in self}

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Groups:
        """Like :meth:`map`, for what it does rather than for what it returns."""
        self.map(method, *args, **kwargs)
        return self

    def count(self) -> dict[Any, int]:
        """How many agents each group has."""
        return {key: len(group) for key, group in self}

    def agg(self, attr_name: str, func: Callable[..., Any]) -> dict[Any, Any]:
        """A function of an attribute's values, by group."""
        return {
            key: group.agg(attr_name, func)
            if isinstance(group, Agents)
            else func([getattr(agent, attr_name) for agent in group])
            for key, group in self
        }


def limit_of(at_most: float, count: int) -> float:
    """Mesa's meaning of ``at_most``: a float of at most 1 is a share, rounded down."""
    return int(count * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most


def default_of(handle_missing: str, default_value: Any) -> tuple[Any, ...]:
    """What ``getattr`` is given beside object and name. Raises ``ValueError`` for a wrong word."""
    if handle_missing not in ("error", "default"):
        raise ValueError(f"handle_missing is 'error' or 'default', not {handle_missing!r}")
    return () if handle_missing == "error" else (default_value,)
