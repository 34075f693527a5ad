"""HTTP connections with time limits: a request's head must arrive in time, and its answer be read in time."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.client_quota import QuotaExceeded, client_key
from latent_explorer.app.http.problems import MEDIA_TYPE, problem_body, retry_headers
from latent_explorer.app.middleware.security_headers import safe_headers
from latent_explorer.app.server.connection_guard import ConnectionGuard, IdleMonitor
from latent_explorer.app.settings import Settings

MAX_PIPELINED = 16  # requests waiting for an earlier one's answer; browsers never pipeline
# Its warnings are about what clients sent: nothing failed here. (uvicorn resets levels but keeps filters.)
CLIENTS = logging.getLogger("uvicorn.error.clients")
CLIENTS.addFilter(lambda record: record.levelno >= logging.ERROR)
logging.getLogger("python_multipart").setLevel(logging.ERROR)


class HttpConnection(HttpToolsProtocol):
    """uvicorn's HTTP connection, with limits on the time and size of a request's head."""

    def __init__(self, config: Config, *args: Any, guard: ConnectionGuard, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self.logger = CLIENTS
        self._guard, self._problem = guard, Problem("invalid_http")
        self._head_since: float | None = None
        self._head_bytes = 0  # received since the last complete head or the last part of a body
        self._counted: str | None = None  # the client whose quota counts it
        self._idle_monitor: IdleMonitor

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, or refuse it."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        self._idle_monitor = IdleMonitor(transport, self._guard, self._check)
        client = client_key(self.client[0] if self.client else "")
        try:
            self._guard.quota.take(client)
        except QuotaExceeded as exceeded:
            self._refuse(Problem("too_many_requests" if exceeded.by_client else "crowded"))
        else:
            self._counted = client

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop monitoring, and give back the quota."""
        super().connection_lost(exc)
        self._idle_monitor.stop()
        if self._counted is not None:
            self._guard.quota.give_back(self._counted)

    def data_received(self, data: bytes) -> None:
        """Parse data, within the limits."""
        if self._head_since is None and not self._is_answering():
            self._head_since = self.loop.time()
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > self._guard.settings.max_header_bytes:
            self._refuse(self._too_large())

    def on_headers_complete(self) -> None:
        """A head is complete. Whatever a parser callback raises ends in send_400_response."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self._guard.settings.max_header_bytes:
            self._problem = self._too_large()
            raise self._problem
        if len(self.pipeline) >= MAX_PIPELINED:
            raise self._problem
        self._head_since, self._head_bytes = None, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Part of a body arrived."""
        self._head_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer with a problem in place of uvicorn's plain text."""
        self._refuse(self._problem)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over to a LiveConnection, which gives its quota back."""
        if self._is_answering():  # its answer would land among the messages, and no one notice the client leave
            self._refuse(self._problem)
            return
        self._idle_monitor.stop()
        self.ws_protocol_class = cast(
            type[asyncio.Protocol], partial(cast(Any, self.ws_protocol_class), client=self._counted)
        )
        super().handle_websocket_upgrade()

    def resume_writing(self) -> None:
        """The peer has read what was written."""
        super().resume_writing()
        self._idle_monitor.was_read()

    def _check(self, now: float) -> None:
        seconds = self._guard.settings.header_seconds
        if self._head_since is None or now - self._head_since <= seconds:
            return
        if self._head_bytes:
            self._refuse(Problem("slow_request", seconds=f"{seconds:g}"))
        else:
            self.transport.close()  # it never sent anything

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _too_large(self) -> Problem:
        return Problem("headers_too_large", limit=self._guard.settings.max_header_bytes)

    def _refuse(self, problem: Problem) -> None:
        if self.transport.is_closing():
            return
        if not self._is_answering():  # else these bytes would land inside an answer
            self.transport.write(_written(problem, self._guard.settings))
        self.transport.close()


def _written(problem: Problem, settings: Settings) -> bytes:
    """The whole response, in English: an unparsed request names no language."""
    body = json.dumps(problem_body(problem, "en", settings.root_path.rstrip("/")), ensure_ascii=False).encode()
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [
        f"{name}: {value}\r\n" for name, value in (headers | retry_headers(problem) | safe_headers(settings)).items()
    ]
    return STATUS_LINE[problem.status] + "".join(lines).encode() + b"\r\n" + body
