"""A time limit for a request and its answer, and a clean end of requests in progress when the server stops."""

import asyncio
from contextlib import suppress

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.problems import problem_response

CLOSE = {"Connection": "close"}


class RequestTimeout:
    """Middleware that ends a slow request with a problem, or by closing the connection once an answer has begun."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a time limit. Live sockets have none."""
        if scope["type"] != "http":
            with suppress(asyncio.CancelledError):  # as below
                await self.app(scope, receive, send)
            return
        progress = _Progress(receive, send)
        try:
            async with asyncio.timeout(self.seconds) as limit:
                await self.app(scope, progress.receive, progress.send)
        except TimeoutError:
            if not limit.expired():
                raise
            slow = Problem("slow_request", seconds=f"{self.seconds:g}")
            await progress.end(scope, slow if progress.arriving else Problem("overloaded"))
        except asyncio.CancelledError:  # the server stops: uvicorn would log a traceback of each request
            await progress.end(scope, Problem("stopping"))


class _Progress:
    """Whether a request's body is still arriving, and whether its answer has begun."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.arriving, self._answered = True, False

    async def receive(self) -> Message:
        message = await self._receive()
        self.arriving = message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        self._answered = True
        await self._send(message)

    async def end(self, scope: Scope, problem: Problem) -> None:
        """Send the problem, unless an answer has begun."""
        if self._answered:
            return
        response = problem_response(HTTPConnection(scope), problem, CLOSE)
        with suppress(asyncio.CancelledError):  # do not wait for a client that does not read it
            await response(scope, self._receive, self._send)
