"""Connections by HTTP that hold nobody up: each has to bring its requests in time, and to read its answers in time."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.client_quota import Crowded, household
from latent_explorer.app.http.problems import MEDIA_TYPE, problem_body, retry_headers
from latent_explorer.app.middleware.security_headers import safe_headers
from latent_explorer.app.server.connection_guard import Door, Lookout
from latent_explorer.app.settings import Settings

MAX_PIPELINED = 16  # requests that wait for an earlier one's answer; browsers send none
# What these warn of is what a client did: nothing failed. (uvicorn sets levels anew, and leaves filters.)
CLIENTS = logging.getLogger("uvicorn.error.clients")
CLIENTS.addFilter(lambda record: record.levelno >= logging.ERROR)
logging.getLogger("python_multipart").setLevel(logging.ERROR)


class HttpConnection(HttpToolsProtocol):
    """uvicorn's, with limits of the time and the size of a request's head."""

    def __init__(self, config: Config, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self.logger = CLIENTS
        self._door, self._problem = door, Problem("invalid_http")
        self._head_since: float | None = None
        self._head_bytes = 0  # that have come since the last whole head or the last of a body
        self._admitted: str | None = None
        self._lookout: Lookout

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it in, or say why not."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        self._lookout = Lookout(transport, self._door, self._look)
        client = household(self.client[0] if self.client else "")
        try:
            self._door.connected.admit(client)
        except Crowded as crowded:
            self._refuse(Problem("too_many_requests" if crowded.by_client else "crowded"))
        else:
            self._admitted = client

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._lookout.end()
        if self._admitted is not None:
            self._door.connected.leave(self._admitted)

    def data_received(self, data: bytes) -> None:
        """Parse it, within limits."""
        if self._head_since is None and not self._is_answering():
            self._head_since = self.loop.time()
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > self._door.settings.max_header_bytes:
            self._refuse(self._too_large())

    def on_headers_complete(self) -> None:
        """The head is whole. What is raised in the parser's calls ends in send_400_response."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self._door.settings.max_header_bytes:
            self._problem = self._too_large()
            raise self._problem
        if len(self.pipeline) >= MAX_PIPELINED:
            raise self._problem
        self._head_since, self._head_bytes = None, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a body has come."""
        self._head_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """A problem in place of uvicorn's plain text."""
        self._refuse(self._problem)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; whoever takes it counts it as gone."""
        if self._is_answering():  # an answer would stand among the messages, and nobody learn that its client left
            self._refuse(self._problem)
            return
        self._lookout.end()
        self.ws_protocol_class = cast(
            type[asyncio.Protocol], partial(cast(Any, self.ws_protocol_class), admitted=self._admitted)
        )
        super().handle_websocket_upgrade()

    def resume_writing(self) -> None:
        """What was written has been read."""
        super().resume_writing()
        self._lookout.was_read()

    def _look(self, now: float) -> None:
        seconds = self._door.settings.header_seconds
        if self._head_since is None or now - self._head_since <= seconds:
            return
        if self._head_bytes:
            self._refuse(Problem("slow_request", seconds=f"{seconds:g}"))
        else:
            self.transport.close()  # it never asked for anything

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _too_large(self) -> Problem:
        return Problem("headers_too_large", limit=self._door.settings.max_header_bytes)

    def _refuse(self, problem: Problem) -> None:
        if self.transport.is_closing():
            return
        if not self._is_answering():  # else these bytes would stand in the midst of an answer
            self.transport.write(_written(problem, self._door.settings))
        self.transport.close()


def _written(problem: Problem, settings: Settings) -> bytes:
    """A whole answer: nobody asked properly, so there is no language to choose."""
    body = json.dumps(problem_body(problem, "en", settings.root_path.rstrip("/")), ensure_ascii=False).encode()
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [
        f"{name}: {value}\r\n" for name, value in (headers | retry_headers(problem) | safe_headers(settings)).items()
    ]
    return STATUS_LINE[problem.status] + "".join(lines).encode() + b"\r\n" + body
