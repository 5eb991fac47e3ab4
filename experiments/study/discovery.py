"""Scenario discovery: the boxes of the design in which an outcome is on the wrong side of a limit.

A classification tree (CART) cuts the design into boxes with as few cuts as it needs; scikit-learn
grows it. Each box has a *coverage*, the part of all runs of interest that lie in it, and a
*density*, the part of its runs that are of interest (Bryant and Lempert's terms). CART was taken
over PRIM because its library is kept up, free to use with any licence (BSD) and there for every
Python and machine that shanhai runs on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from experiments.study.questions import Discovery, Study
from scenarios import BadInput
from scenarios.problems import Problem

COLUMNS = (
    "box", "factor", "lowest", "highest", "words", "coverage", "density", "runs", "of_interest",
)  # fmt: skip
DEEPEST = 3
#: A box holds at least this part of all runs, so that it is no accident of a few.
SMALLEST_BOX = 0.05
LEAST_RUNS = 3


def require_scikit_learn() -> None:
    """Raises :class:`scenarios.BadInput` when scikit-learn is not there."""
    try:
        import sklearn.tree  # noqa: F401
    except ImportError:
        message = "needs scikit-learn; pip install 'shanhai[discovery]' brings it"
        raise BadInput([Problem("discovery", None, "", message)]) from None


def discovery_rows(
    study: Study, discovery: Discovery, by_run: np.ndarray
) -> Iterator[tuple[Any, ...]]:
    """One row a box and factor it bounds, the densest box first.

    ``by_run`` is the outcome, float64 [points, repetitions]. No rows when all runs, or none, are
    of interest, since there is nothing to tell apart.
    """
    from sklearn.tree import DecisionTreeClassifier

    known = np.isfinite(by_run)
    points = np.nonzero(known)[0]
    values = by_run[known]
    is_of_interest = values < discovery.limit if discovery.is_below else values > discovery.limit
    if is_of_interest.all() or not is_of_interest.any():
        return
    table, columns = _table(study)
    least = max(int(SMALLEST_BOX * len(values)), LEAST_RUNS)
    tree = DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=least, random_state=1)
    tree.fit(table[points], is_of_interest)
    leaves = tree.apply(table[points])
    boxes = []
    for leaf, limits in _leaves(tree.tree_):
        inside = leaves == leaf
        wanted = int(is_of_interest[inside].sum())
        if 2 * wanted > inside.sum():
            boxes.append((wanted / inside.sum(), wanted, int(inside.sum()), limits))
    boxes.sort(key=lambda box: (-box[0], -box[1]))
    for number, (density, wanted, count, limits) in enumerate(boxes, 1):
        coverage = wanted / int(is_of_interest.sum())
        for factor, low, high, words in _bounds(study, columns, limits):
            yield number, factor, low, high, words, coverage, density, count, wanted


#: A column of the tree's table: which factor, and which of its choices.
_Column = tuple[int, int | None]


def _table(study: Study) -> tuple[np.ndarray, list[_Column]]:
    """Numbers as they are, a word as a column of its own that is 1 where it holds."""
    columns: list[_Column] = []
    parts = []
    for k, factor in enumerate(study.design.factors):
        cells = study.design.cells[:, k]
        if factor.choices is None:
            columns.append((k, None))
            parts.append(cells)
            continue
        for choice in range(len(factor.choices)):
            columns.append((k, choice))
            parts.append((cells == choice).astype(float))
    return np.stack(parts, axis=1), columns


def _leaves(tree: Any) -> Iterator[tuple[int, dict[int, tuple[float, float]]]]:
    """Every leaf with the limits on the way to it: column → (above, at most)."""
    waiting: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while waiting:
        node, limits = waiting.pop()
        if tree.children_left[node] < 0:
            yield node, limits
            continue
        column = int(tree.feature[node])
        cut = float(f"{tree.threshold[node]:.7g}")  # the tree cuts in single precision
        low, high = limits.get(column, (-np.inf, np.inf))
        waiting.append((int(tree.children_left[node]), {**limits, column: (low, min(high, cut))}))
        waiting.append((int(tree.children_right[node]), {**limits, column: (max(low, cut), high)}))


def _bounds(
    study: Study, columns: list[_Column], limits: dict[int, tuple[float, float]]
) -> Iterator[tuple[str, Any, Any, str]]:
    """The factors a box bounds: a range of numbers, or the words that it holds."""
    words: dict[int, set[int]] = {}
    for column, (low, high) in sorted(limits.items()):
        k, choice = columns[column]
        factor = study.design.factors[k]
        if choice is None:
            cells = study.design.cells[:, k]
            yield factor.name, max(low, cells.min()), min(high, cells.max()), ""
            continue
        assert factor.choices is not None
        held = words.setdefault(k, set(range(len(factor.choices))))
        held &= {choice} if low > 0.0 else held - {choice}
    for k, left in words.items():
        factor = study.design.factors[k]
        yield factor.name, "", "", " ".join(str(factor.plain(choice)) for choice in sorted(left))
