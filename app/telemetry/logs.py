"""What is logged, for people or for machines, with the id of the request that it is about."""

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
WAITING = 10_000  # lines, about 2 MB; what a stopped terminal or a full pipe does not take beyond them is dropped
END_S = 1
PAUSE_S = 0.05  # lines are written some at a time: a thread that wakes for each takes turns from the event loop
NONE = "-"
GREETING = "latent_explorer.ready"  # said whatever the level
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
    """For logging.config.dictConfig: all that is logged, by uvicorn too, in one format on stderr."""
    level = {"level": log_level.upper()}
    lines, people = {"formatter": "lines", "filters": ["request"]}, log_format == "text"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": OfRequest}},
        "formatters": {"lines": FORMATTERS[log_format], "greeting": {"format": "\n  %(message)s\n"}},
        "handlers": {
            "stderr": {"()": Unhurried, **lines},
            "greeting": {"class": "logging.StreamHandler", "formatter": "greeting"},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "latent_explorer": level,
            GREETING: {"level": "INFO", "propagate": not people, "handlers": ["greeting"] if people else []},
            "uvicorn": level,
            "asgi_correlation_id": {"level": "ERROR"},  # a visitor who sends a bad id is no event
        },
    }


class OfRequest(logging.Filter):
    """Gives each record the id and the route of the request under way, or a hyphen."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let all records pass."""
        scope = SCOPE.get()
        record.request_id = correlation_id.get() or NONE
        record.route = NONE if scope is None else route_of(scope)
        record.__dict__.pop("color_message", None)  # uvicorn's own, for its own formatter
        return True


class Unhurried(QueueHandler):
    """Writes to stderr in a thread of its own: whoever logs never waits for whoever reads it."""

    def __init__(self) -> None:
        self._lines: Queue[str | None] = Queue(WAITING)
        super().__init__(self._lines)
        self._writer = Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def prepare(self, record: logging.LogRecord) -> str:
        """The line, made by the thread that logs: only there is it known for which request."""
        return self.format(record)

    def enqueue(self, record: Any) -> None:
        """Leave a line to be written."""
        with suppress(Full):
            self._lines.put_nowait(record)

    def close(self) -> None:
        """Write what is left, in a second at most."""
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
