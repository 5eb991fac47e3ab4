"""Whether chains have forgotten where they started, and how many independent draws they hold.

Split R-hat and bulk effective sample size of rank-normalised draws, after Vehtari, Gelman, Simpson,
Carpenter and Bürkner (2021), Bayesian Analysis 16(2).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata


def split_r_hat(chains: np.ndarray) -> float:
    """Rank-normalised split R-hat of ``chains`` [chains, draws], the larger of bulk and tail."""
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves))
    return max(_r_hat(_normal_scores(halves)), _r_hat(_normal_scores(folded)))


def bulk_ess(chains: np.ndarray) -> float:
    """Effective sample size of rank-normalised split ``chains`` [chains, draws]."""
    return _ess(_normal_scores(_split(chains)))


def _split(chains: np.ndarray) -> np.ndarray:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _normal_scores(chains: np.ndarray) -> np.ndarray:
    ranks = rankdata(chains, method="average").reshape(chains.shape)
    return np.asarray(ndtri((ranks - 0.375) / (chains.size + 0.25)))


def _r_hat(chains: np.ndarray) -> float:
    draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    between = draws * chains.mean(axis=1).var(ddof=1)
    if within == 0.0:
        return 1.0 if between == 0.0 else float("inf")
    return float(np.sqrt((draws - 1) / draws + between / within / draws))


def _ess(chains: np.ndarray) -> float:
    """By Geyer's initial monotone sequence of autocorrelations averaged over chains."""
    count, draws = chains.shape
    covariance = _autocovariance(chains).mean(axis=0)
    within = covariance[0] * draws / (draws - 1)
    total = within * (draws - 1) / draws
    if count > 1:
        total += chains.mean(axis=1).var(ddof=1)
    if total == 0.0:
        return float(count * draws)
    correlation = 1.0 - (within - covariance) / total
    correlation[0] = 1.0
    pairs = correlation[: 2 * (draws // 2)].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs <= 0.0)
    kept = pairs[: negative[0]] if negative.size else pairs
    steps = max(float(2.0 * np.minimum.accumulate(kept).sum() - 1.0), 1.0 / np.log10(count * draws))
    return count * draws / steps


def _autocovariance(chains: np.ndarray) -> np.ndarray:
    """Of every chain at every lag, [chains, draws], by the fast Fourier transform."""
    draws = chains.shape[1]
    size = 2 ** int(np.ceil(np.log2(2 * draws)))
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, size, axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2, size, axis=1)[:, :draws] / draws)
