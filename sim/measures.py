"""Measures of inequality and convergence from binned or grouped data."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.world import BINS, BINS_PER_E, FIRST_BIN


@cache
def bin_incomes() -> np.ndarray:
    """Income at the middle of each bin, yuan a head and year; shape [BINS]."""
    return np.exp(FIRST_BIN + (np.arange(BINS) + 0.5) / BINS_PER_E)


def gini(persons: np.ndarray) -> np.ndarray:
    """Gini coefficient of persons by income bin, along the last axis; ``nan`` for nobody."""
    with np.errstate(invalid="ignore"):
        share_of_persons = _shares(persons.astype(float))
        share_of_income = _shares(persons * bin_incomes())
    return np.asarray(
        1.0
        - (
            (share_of_persons[..., 1:] - share_of_persons[..., :-1])
            * (share_of_income[..., 1:] + share_of_income[..., :-1])
        ).sum(axis=-1)
    )


def _running(values: np.ndarray) -> np.ndarray:
    """Running sums along the last axis, from 0 on."""
    return np.concatenate([np.zeros_like(values[..., :1]), np.cumsum(values, axis=-1)], axis=-1)


def _shares(values: np.ndarray) -> np.ndarray:
    """Running sums over the whole."""
    running = _running(values)
    return running / running[..., -1:]


def quantile_means(persons: np.ndarray, parts: int = 5) -> np.ndarray:
    """Mean income of each of ``parts`` equal groups of persons, poorest first; last axis [parts].

    Persons are counted by income bin along the last axis. A bin that straddles a border is shared
    out between both sides. ``nan`` for nobody.
    """
    counts = persons.reshape(-1, persons.shape[-1]).astype(float)
    borders = np.arange(parts + 1) / parts
    heads, incomes = _running(counts), _running(counts * bin_incomes())
    everyone = counts.sum(axis=-1)
    earned = np.full((len(counts), parts + 1), np.nan)  # by the poorest up to each border
    for group in np.flatnonzero(everyone):
        shares = heads[group] / everyone[group]
        earned[group] = np.interp(borders, shares, incomes[group])
    with np.errstate(invalid="ignore"):
        means = np.diff(earned) * parts / everyone[:, None]
    return means.reshape(*persons.shape[:-1], parts)


def sigma_convergence(incomes: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Standard deviation of log income between regions (last axis), weighted by persons."""
    logs = np.log(incomes)
    weight = persons / persons.sum(axis=-1, keepdims=True)
    mean = (weight * logs).sum(axis=-1, keepdims=True)
    return np.asarray(np.sqrt((weight * (logs - mean) ** 2).sum(axis=-1)))


def beta_convergence(start: np.ndarray, now: np.ndarray, years: int) -> float:
    """Slope of yearly log growth on the starting log income; negative when the poor catch up."""
    x = np.log(start)
    y = (np.log(now) - x) / years
    x = x - x.mean()
    spread = float((x * x).sum())
    return float((x * y).sum()) / spread if spread > 0 else float("nan")
