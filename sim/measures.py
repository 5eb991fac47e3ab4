"""Measures of inequality and convergence from binned or grouped data."""

from __future__ import annotations

import numpy as np

from sim.world import BINS, BINS_PER_E, FIRST_BIN


def bin_incomes() -> np.ndarray:
    """Income at the middle of each bin, yuan a head and year; shape [BINS]."""
    return np.exp(FIRST_BIN + (np.arange(BINS) + 0.5) / BINS_PER_E)


def gini(persons: np.ndarray) -> float:
    """Gini coefficient of persons by income bin; ``nan`` when there is nobody."""
    total = persons.sum()
    if total == 0:
        return float("nan")
    income = bin_incomes()
    share_of_persons = np.concatenate([[0.0], np.cumsum(persons) / total])
    share_of_income = np.concatenate([[0.0], np.cumsum(persons * income)])
    share_of_income /= share_of_income[-1]
    return float(
        1.0
        - (
            (share_of_persons[1:] - share_of_persons[:-1])
            * (share_of_income[1:] + share_of_income[:-1])
        ).sum()
    )


def quantile_means(persons: np.ndarray, parts: int = 5) -> np.ndarray:
    """Mean income of each of ``parts`` equal groups of persons, poorest first; shape [parts].

    A bin that straddles a border is shared out between both sides.
    """
    total = persons.sum()
    if total == 0:
        return np.full(parts, np.nan)
    income = bin_incomes()
    edges = np.concatenate([[0.0], np.cumsum(persons)]) / total
    sums = np.concatenate([[0.0], np.cumsum(persons * income)])
    borders = np.arange(parts + 1) / parts
    at_border = np.interp(borders, edges, sums)
    return np.asarray(np.diff(at_border) * parts / total)


def sigma_convergence(incomes: np.ndarray, persons: np.ndarray) -> float:
    """Standard deviation of log income between regions, weighted by persons."""
    logs = np.log(incomes)
    mean = np.average(logs, weights=persons)
    return float(np.sqrt(np.average((logs - mean) ** 2, weights=persons)))


def beta_convergence(start: np.ndarray, now: np.ndarray, years: int) -> float:
    """Slope of yearly log growth on the starting log income; negative when the poor catch up."""
    x = np.log(start)
    y = (np.log(now) - x) / years
    x = x - x.mean()
    return float((x @ y) / (x @ x)) if float(x @ x) > 0 else float("nan")
