"""The partitions of one very large run, each kept by a worker of a Dask cluster.

A partition is a Dask actor: an object that stays in the memory of the worker that made it. It
cannot be made again elsewhere half-way through a run, since the years it has lived are in its
households; so a lost worker ends the run, in words.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from experiments import interruption
from experiments.dask_cluster import PATIENCE, connect, refused
from experiments.source_hashes import model_hash
from experiments.study.engines import GLANCE, EngineLostError
from scenarios import BadInput
from scenarios.problems import Problem
from sim.blocks import Beginning, Part
from sim.partitions import Partition

if TYPE_CHECKING:
    from distributed import ActorFuture, Client, Future

    from experiments.request import Request


class PartitionActor(Partition):
    """A partition on a worker. Raises ``RuntimeError`` where the model is another version."""

    def __init__(self, beginning: Beginning, part: Part, threads: int, model: str) -> None:
        if model != model_hash():
            raise RuntimeError(
                f"it has another version of the model ({model_hash()}, not {model}); install the "
                "same shanhai there"
            )
        super().__init__(beginning, part, threads)


class DaskPartitions:
    """Keeps partitions on the cluster at ``address``, or on a new one of this machine.

    ``partitions`` defaults to as many as there are workers; where there are more, workers keep
    several each, in turn. ``local`` makes a worker for every partition, by default one a core. A
    worker lives its partitions on as many threads as Dask gave it. Use it in a ``with`` block; see
    :class:`sim.partitions.Workers` for what it does. Raises :class:`scenarios.BadInput` when the
    cluster cannot be used, and from then on :class:`EngineLostError` when some of it is lost.
    Where the number is left to the workers there are at most ``most``.
    """

    def __init__(
        self, address: str, partitions: int | None = None, most: int | None = None
    ) -> None:
        self._address = address
        self._client: Client
        self._client, self._cluster = connect(address, partitions or os.cpu_count() or 1, PATIENCE)
        try:
            self._workers = self._found()
        except BaseException:
            self.close()
            raise
        self.partitions = partitions or min(len(self._workers), most or len(self._workers))
        self._kept: list[tuple[str, Future]] = []
        self._actors: list[Any] = []

    def _found(self) -> dict[str, int]:
        """Threads of every worker by address, in an order that stays."""
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=PATIENCE)
        threads = self._client.nthreads()
        if not threads:
            raise refused(self._address, "no worker has joined this cluster")
        return {str(address): int(threads[address]) for address in sorted(threads)}

    def __enter__(self) -> DaskPartitions:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the partitions go, and a cluster that was made for them."""
        try:
            with suppress(Exception):  # what is lost already cannot be closed
                self._client.close(timeout=PATIENCE)
        finally:
            if self._cluster is not None:
                self._cluster.close(timeout=PATIENCE)

    def begin(self, beginning: Beginning, parts: list[Part]) -> None:
        """Make the partitions on the workers, in turn."""
        addresses = list(self._workers)
        self._kept = []
        for number, part in enumerate(parts):
            address = addresses[number % len(addresses)]
            made = self._client.submit(
                PartitionActor, beginning, part, self._workers[address], model_hash(),
                actor=True, workers=[address], allow_other_workers=False, pure=False,
            )  # fmt: skip
            self._kept.append((address, made))
        self._actors = [self._made(number) for number in range(len(parts))]

    def _made(self, number: int) -> Any:
        _, made = self._kept[number]
        return self._waited_for(number, made)

    def ask(self, method: str, arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        """See :meth:`sim.partitions.Workers.ask`; all partitions work at the same time."""
        asked = []
        for number, given in enumerate(arguments):
            try:
                asked.append(getattr(self._actors[number], method)(*given))
            except RuntimeError as error:  # Dask knows already that the worker is gone
                raise self._lost(number, error) from None
        return [self._waited_for(number, answer) for number, answer in enumerate(asked)]

    def _waited_for(self, number: int, answer: ActorFuture | Future) -> Any:
        """The answer of a partition. A defect there is one here; all else is a loss."""
        from distributed.scheduler import KilledWorker

        while True:
            interruption.check()
            try:
                return answer.result(timeout=GLANCE)
            except TimeoutError:
                self._check(number)
            except (OSError, RuntimeError, MemoryError, CancelledError, KilledWorker) as error:
                raise self._lost(number, error) from None

    def _check(self, number: int) -> None:
        """What goes wrong while an answer is waited for is seen here."""
        if self._client.status not in ("running", "newly-created"):
            raise self._lost(number, f"the connection is {self._client.status}")
        address, made = self._kept[number]
        if made.status in ("cancelled", "lost", "error") or address not in self._client.nthreads():
            raise self._lost(number, "its worker is gone, and its households with it")

    def _lost(self, number: int, why: object) -> EngineLostError:
        address, _ = self._kept[number]
        reason = " ".join(str(why).split())[:200] or type(why).__name__
        if isinstance(why, MemoryError):
            reason = "not enough memory; more workers, each with a partition, need less"
        of = f"partition {number + 1} of {len(self._kept)} on the Dask worker {address}"
        return EngineLostError(f"{of} cannot go on: {reason}")


def refuse_what_cannot_be_divided(
    request: Request, address: str | None, partitions: int | None
) -> None:
    """Raise :class:`scenarios.BadInput` with all that cannot be run in partitions as asked."""
    counties = len(request.scenario.place.counties)
    wrong: dict[str, str] = {}
    if address is None:
        wrong["--partitions"] = "households are divided over Dask workers: say --dask too"
    elif request.draws:
        wrong["--draws"] = "--dask divides one run; many runs on a cluster are a study: experiment"
    if address is not None and request.threads is not None:
        wrong["--threads"] = "with --dask each worker uses the threads that Dask gave it"
    if partitions is not None and partitions > counties:
        message = f"a place of {counties} counties makes at most {counties} partitions"
        wrong[f"--partitions {partitions}"] = message
    if wrong:
        raise BadInput(Problem(option, None, "", message) for option, message in wrong.items())
