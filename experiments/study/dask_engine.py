"""Living runs on a Dask cluster: one that is there, or one made for the study."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from experiments.dask_cluster import PATIENCE, connect
from experiments.study.engines import GLANCE, Block, Came, EngineLostError
from experiments.study.recipe import Recipe, live_block

if TYPE_CHECKING:
    from distributed import Future

#: Blocks under way for each of the cluster's threads, so that none waits for this process.
PER_THREAD = 2


class DaskCluster:
    """Workers of a Dask cluster at ``address``, or as many local ones for the word ``local``.

    Raises :class:`scenarios.BadInput` when Dask is not installed or nobody answers.
    """

    def __init__(self, recipe: Recipe, address: str, workers: int) -> None:
        self._address = address
        self._client, self._cluster = connect(address, workers, PATIENCE)
        self._recipe: Any = self._client.scatter(recipe, broadcast=True)
        self._busy: dict[Future, Block] = {}
        self.slots = PER_THREAD * max(sum(self._client.nthreads().values()), workers, 1)

    def start(self, block: Block) -> None:
        self._check()
        future = self._client.submit(live_block, self._recipe, block, pure=False)
        self._busy[future] = block

    @property
    def under_way(self) -> int:
        return len(self._busy)

    def wait(self) -> None:
        from distributed import wait

        # What goes wrong with the cluster meanwhile is seen when answers are taken.
        with suppress(Exception):
            wait(list(self._busy), GLANCE, "FIRST_COMPLETED")

    def take(self) -> list[Came]:
        self._check()
        return [self._came(future) for future in list(self._busy) if future.done()]

    def _came(self, future: Future) -> Came:
        from distributed.scheduler import KilledWorker

        block = self._busy.pop(future)
        if future.status in ("cancelled", "lost"):
            raise self._lost("work in progress was lost")
        try:
            return Came(block, future.result(timeout=PATIENCE))
        except KilledWorker:
            return Came(block, None)
        except Exception as error:
            raise self._lost(str(error) or type(error).__name__) from None

    def _check(self) -> None:
        if self._client.status not in ("running", "newly-created"):
            raise self._lost(f"the connection is {self._client.status}")

    def _lost(self, why: str) -> EngineLostError:
        reason = " ".join(why.split())[:200]
        return EngineLostError(f"the Dask cluster at {self._address} was lost: {reason}")

    def close(self, at_once: bool = False) -> None:
        self._busy.clear()
        patience = 1 if at_once else PATIENCE
        try:
            self._client.close(timeout=patience)
        finally:
            if self._cluster is not None:
                self._cluster.close(timeout=patience)
