"""The same examination on the machines of a Dask cluster. The files are read here and sent there."""

import hashlib
from collections.abc import Generator, Sequence
from importlib import import_module
from typing import Any

from gongkai.cli.examine import Examined, Settings, examine_bytes, named
from gongkai.cli.faults import Refused
from gongkai.cli.opening import Item

MOST_UNDER_WAY = 64
PATIENCE = "10s"


def examine_there(
    tasks: Sequence[tuple[int, Item]], settings: Settings, *, address: str
) -> Generator[tuple[int, Examined], None, None]:
    """Examine numbered documents on the cluster whose scheduler is at ``address``, as they come.

    Raises Refused when Dask is not installed or the scheduler does not answer. The workers need the same version of Gongkai.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise Refused("--cluster 需要另装集群组件：pip install 'gongkai[cluster]'。") from error
    try:
        client: Any = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Refused(f"连不上集群 {address}；请核对地址，并确认调度程序正在运行。") from error
    with client:
        shared = client.scatter(settings, broadcast=True)
        rest = iter(tasks)
        under_way: dict[Any, tuple[int, Item]] = {}
        queue: Any = distributed.as_completed(loop=client.loop)
        try:
            for task in rest:
                _send(client, queue, under_way, task, shared)
                if len(under_way) >= MOST_UNDER_WAY:
                    break
            for future in queue:
                order, item = under_way.pop(future.key)
                fault = future.exception()
                yield order, Examined(item, error=named(item, fault)) if fault else future.result()
                for task in rest:
                    _send(client, queue, under_way, task, shared)
                    break
        finally:
            queue.clear()


def _send(client: Any, queue: Any, under_way: dict[Any, tuple[int, Item]], task: tuple[int, Item], shared: Any) -> None:
    order, item = task
    try:
        content, fault = item.content(), None
    except Refused as error:
        content, fault = b"", str(error)
    future = client.submit(_there, item, content, fault, shared, pure=False)
    under_way[future.key] = order, item
    queue.add(future)


def _there(item: Item, content: bytes, fault: str | None, settings: Settings) -> Examined:
    if fault is not None:
        return Examined(item, error=fault)
    return examine_bytes(item, content, hashlib.sha256(content).hexdigest(), settings)
