"""How long a request may take, its answer included; and the end of all that is under way when the server stops."""

import asyncio
from contextlib import suppress

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.problems import problem_response

CLOSE = {"Connection": "close"}


class Deadline:
    """Middleware that ends a request with a problem, or, where an answer has begun, with the end of the connection."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, for so long. A live socket may last."""
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
        except asyncio.CancelledError:  # the server stops: uvicorn would write a traceback of each request
            await progress.end(scope, Problem("stopping"))


class _Progress:
    """How far a request has come."""

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
        """Say why it ends, unless an answer has begun: that is cut off."""
        if self._answered:
            return
        response = problem_response(HTTPConnection(scope), problem, CLOSE)
        with suppress(asyncio.CancelledError):  # whoever does not read it is not waited for
            await response(scope, self._receive, self._send)
