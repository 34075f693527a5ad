"""Metrics of several worker processes meet in files of one folder: who makes it, and what a dead worker leaves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported


@contextmanager
def prepare_for_workers() -> Iterator[None]:
    """A folder for the metrics of workers that are started within; one that the environment names stays as it is.

    To be entered before prometheus_client is imported in any process that counts.
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
    """A worker has ended: what it counted stays, its gauges go."""
    if FOLDER in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
