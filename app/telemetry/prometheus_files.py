"""The folder in which worker processes share their metrics, and the cleanup after a dead worker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported


@contextmanager
def prepare_for_workers() -> Iterator[None]:
    """A temporary folder for workers started within; a folder that the environment names is left alone.

    Enter it before any process that counts imports prometheus_client.
    """
    if FOLDER in os.environ:
        yield
        return
    with TemporaryDirectory(prefix="latent-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def mark_process_dead(pid: int) -> None:
    """Drop a dead worker's gauges; its counters stay."""
    if FOLDER in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
