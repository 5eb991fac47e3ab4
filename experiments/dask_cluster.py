"""Reaching a Dask cluster: one that is there, or one made on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios import BadInput
from scenarios.problems import Problem

if TYPE_CHECKING:
    from distributed import Client

#: The word for a cluster of this machine, in place of an address.
LOCAL = "local"
PATIENCE = 10  # seconds until an address counts as silent


def connect(address: str, workers: int, patience: float) -> tuple[Client, Any]:
    """A client of the scheduler at ``address``, and the cluster that was made for the word local.

    A cluster made here has ``workers`` processes of one thread each; otherwise it is ``None``.
    Raises :class:`scenarios.BadInput` when Dask is not installed or nobody answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        message = "Dask is not installed; pip install 'shanhai[dask]' brings it"
        raise refused(address, message) from None
    try:
        if address == LOCAL:
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, silence_logs=50,
                dashboard_address="127.0.0.1:0",  # any port: the usual one may be another cluster's
            )  # fmt: skip
            return Client(cluster), cluster
        return Client(address, timeout=patience), None
    except (OSError, ValueError, TimeoutError) as problem:
        reason = str(problem) or type(problem).__name__
        raise refused(address, f"no Dask scheduler answers: {reason}") from None


def refused(address: str, message: str) -> BadInput:
    """What is wrong with ``--dask``, as all bad input is told."""
    return BadInput([Problem(f"--dask {address}", None, "", message)])
