"""What a figure was made from, on one line below it, in English and in Chinese."""

from __future__ import annotations

from sim.declare import Label

Part = str | Label


def one_line(*parts: Part) -> Label:
    """Parts side by side; a plain one is the same in both languages."""
    labels = [Label(part, part) if isinstance(part, str) else part for part in parts]
    return Label(*(" · ".join(label[language] for label in labels) for language in ("en", "zh")))


def scale(value: float) -> Label:
    return Label(f"scale {value:g}", f"规模{value:g}")


def seed(value: int) -> Label:
    return Label(f"seed {value}", f"随机种子{value}")


def data(value: str) -> Label:
    """``value`` is the hash of a place's data."""
    return Label(f"data {value[:8]}", f"数据{value[:8]}")


def draws(count: int, origin: str) -> Label:
    """How many draws a result has and where they come from: ``posterior`` or ``priors``."""
    where = {"posterior": "后验", "priors": "先验"}.get(origin, origin)
    return Label(f"{counted(count, 'draw')} ({origin})", f"{count}组参数抽样（{where}）")


def counted(count: int, what: str) -> str:
    """``1 draw``, ``2 draws``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
