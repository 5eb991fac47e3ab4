"""Reaching a Dask cluster: one that is there, or one made on this machine."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
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
        from distributed import Client
    except ImportError:
        message = "Dask is not installed; pip install 'shanhai[dask]' brings it"
        raise refused(address, message) from None
    # what is lost is told in words by whoever connects, and once
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL + 1)
    try:
        if address == LOCAL:
            return _made_here(workers)
        return Client(address, timeout=patience), None
    except (OSError, ValueError, TimeoutError) as problem:
        reason = str(problem) or type(problem).__name__
        raise refused(address, f"no Dask scheduler answers: {reason}") from None


def _made_here(workers: int) -> tuple[Client, Any]:
    from distributed import Client, LocalCluster

    cluster = None
    try:
        with _leaving_interrupts_to_this_process():
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, silence_logs=50,
                dashboard_address="127.0.0.1:0",  # any port: the usual one may be another cluster's
            )  # fmt: skip
        # its workers are within reach, so nothing need go by way of the scheduler
        return Client(cluster, direct_to_workers=True), cluster
    except BaseException:
        if cluster is not None:
            cluster.close(timeout=PATIENCE)
        raise


@contextmanager
def _leaving_interrupts_to_this_process() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; those started within leave it to this one.

    Threads made within, and whatever they start, inherit that the signal is held back.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # or starting it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def refused(address: str, message: str) -> BadInput:
    """What is wrong with ``--dask``, as all bad input is told."""
    return BadInput([Problem(f"--dask {address}", None, "", message)])
