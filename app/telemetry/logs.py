"""Logging as text or JSON, each record with the id of its request."""

import logging
import sys
import time
from contextlib import suppress
from logging.handlers import QueueHandler
from queue import Full, Queue
from threading import Thread
from typing import Any, Literal

from asgi_correlation_id import correlation_id

from latent_explorer.app.telemetry.requests import SCOPE, route_of

Format = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]
QUEUED = 10_000  # lines, about 2 MB; beyond them lines are dropped if a stopped terminal or full pipe takes none
END_S = 1
PAUSE_S = 0.05  # between writes: a thread that wakes for every line takes time from the event loop
NONE = "-"
GREETING = "latent_explorer.ready"  # logged at any level
FORMATTERS: dict[Format, dict[str, Any]] = {
    "text": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(message)s"},
    "json": {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "message", "request_id", "route"],
        "timestamp": "time",
        "rename_fields": {"levelname": "level", "name": "logger"},
    },
}


def config(log_format: Format, log_level: Level) -> dict[str, Any]:
    """For logging.config.dictConfig: everything, uvicorn's records too, in one format on stderr."""
    level = {"level": log_level.upper()}
    lines, people = {"formatter": "lines", "filters": ["request"]}, log_format == "text"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": OfRequest}},
        "formatters": {"lines": FORMATTERS[log_format], "greeting": {"format": "\n  %(message)s\n"}},
        "handlers": {
            "stderr": {"()": NonBlockingHandler, **lines},
            "greeting": {"class": "logging.StreamHandler", "formatter": "greeting"},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "latent_explorer": level,
            GREETING: {"level": "INFO", "propagate": not people, "handlers": ["greeting"] if people else []},
            "uvicorn": level,
            "asgi_correlation_id": {"level": "ERROR"},  # a client's malformed id is not worth a line
        },
    }


class OfRequest(logging.Filter):
    """Adds the current request's id and route to each record, or a hyphen."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the fields; drop nothing."""
        scope = SCOPE.get()
        record.request_id = correlation_id.get() or NONE
        record.route = NONE if scope is None else route_of(scope)
        record.__dict__.pop("color_message", None)  # for uvicorn's own formatter
        return True


class NonBlockingHandler(QueueHandler):
    """Writes to stderr from a thread: a logging call never waits for the reader.

    The standard library's QueueListener wakes for each record, and stopping it waits for ever on a full pipe.
    """

    def __init__(self) -> None:
        self._lines: Queue[str | None] = Queue(QUEUED)
        super().__init__(self._lines)
        self._writer = Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def prepare(self, record: logging.LogRecord) -> str:
        """The formatted line: only the calling thread knows the current request."""
        return self.format(record)

    def enqueue(self, record: Any) -> None:
        """Queue a line, or drop it if the queue is full."""
        with suppress(Full):
            self._lines.put_nowait(record)

    def close(self) -> None:
        """Write what is queued, for END_S at most."""
        with suppress(Full):
            self._lines.put_nowait(None)
        self._writer.join(END_S)
        super().close()

    def _write(self) -> None:
        while line := self._lines.get():
            sys.stderr.write(f"{line}\n")
            if self._lines.empty():
                sys.stderr.flush()
                time.sleep(PAUSE_S)
