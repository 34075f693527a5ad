"""Metrics for Prometheus; of all worker processes together if PROMETHEUS_MULTIPROC_DIR is set."""

import os
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as MEDIA_TYPE
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector

from latent_explorer.app.telemetry.instrumentation import BatchObserver, Instrumentation, Lookup, State
from latent_explorer.app.telemetry.prometheus_files import FOLDER

__all__ = ["MEDIA_TYPE", "Metrics"]
REQUEST_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
BATCH_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
BATCH: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("rows", "Codes or jobs in a batch.", ROWS),
    ("wait_seconds", "How long a batch's oldest job waited.", BATCH_S),
    ("work_seconds", "How long a batch took.", BATCH_S),
)


class Metrics(Instrumentation):
    """Counts in a registry of its own, so that each application in a process starts at zero."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Histogram(
            "latent_request_seconds",
            "From a request to the end of its answer.",
            ["method", "route", "status"],
            buckets=REQUEST_S,
            registry=registry,
        )
        self._live = Histogram(
            "latent_live_seconds", "From a live message to its answer.", buckets=REQUEST_S, registry=registry
        )
        self._shed = Counter("latent_shed", "Requests refused for load.", ["reason"], registry=registry)
        self._lookups = Counter(
            "latent_cache_lookups", "Squares of maps looked for.", ["cache", "result"], registry=registry
        )
        self._rows, self._waited, self._worked = (
            Histogram(f"latent_batch_{name}", what, ["batcher"], buckets=buckets, registry=registry)
            for name, what, buckets in BATCH
        )
        gauge = partial(Gauge, multiprocess_mode="livesum", registry=registry)
        self._sockets = gauge("latent_live_connections", "Live sockets.")
        self._waiting = gauge("latent_waiting_rows", "Codes or jobs in line.", ["batcher"])
        self._cache = gauge("latent_cache_bytes", "Bytes of squares and likenesses kept.")
        self._pictures = gauge("latent_pictures", "Uploads kept for their knobs.")
        self._picture_bytes = gauge("latent_picture_bytes", "Bytes of uploads kept.")
        self._models = gauge("latent_models", "Models in memory, and those that failed to load.", ["state"])
        if FOLDER not in os.environ:
            ProcessCollector(registry=registry)  # memory, processor time, open files

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        if FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request by its status class."""
        self._requests.labels(method, route, f"{status // 100}xx").observe(seconds)

    def connected(self, change: int) -> None:
        """Count the live sockets."""
        self._sockets.inc(change)

    def answered_live(self, seconds: float) -> None:
        """Count a live answer."""
        self._live.observe(seconds)

    def batches(self, name: str) -> BatchObserver:
        """An observer whose labels are looked up once."""
        rows, waited, worked = (each.labels(name) for each in (self._rows, self._waited, self._worked))

        def seen(size: int, waited_s: float, worked_s: float) -> None:
            rows.observe(size)
            waited.observe(waited_s)
            worked.observe(worked_s)

        return seen

    def shed(self, reason: str) -> None:
        """Count a refusal."""
        self._shed.labels(reason).inc()

    def looked_up(self, cache: str, result: Lookup) -> None:
        """Count a lookup by its result."""
        self._lookups.labels(cache, result).inc()

    def gauges(self, state: State) -> None:
        """Set the gauges."""
        for name, rows in state.waiting.items():
            self._waiting.labels(name).set(rows)
        self._cache.set(state.cache_bytes)
        self._pictures.set(state.pictures)
        self._picture_bytes.set(state.picture_bytes)
        self._models.labels("loaded").set(state.loaded)
        self._models.labels("failed").set(state.failed)
