"""Run the application under uvicorn, and say where it is once it is ready."""

import logging
import socket
import sys

import uvicorn
from pydantic import ValidationError

from app import logs
from app.main import create_app
from app.settings import Settings

LARGEST_MESSAGE = 1 << 20
GRACE_S = 3  # for requests under way when asked to stop; a body that never ends is not waited for
ready = logging.getLogger(logs.GREETING)


class _Server(uvicorn.Server):
    """A server that tells its address when it can be used."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            ready.info("Latent Explorer is ready: http://%s:%d", _shown(host), port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        logging.shutdown()  # what waits is written before the signal ends the process


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve(host: str, port: int) -> None:
    """Serve until interrupted. Ends with one sentence where the address can't be had."""
    try:
        settings = Settings(host=host, port=port)
    except ValidationError as error:
        first = error.errors()[0]
        sys.exit(f"LATENT_{str(first['loc'][0]).upper()} can't be used: {first['msg']}")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        sys.exit(f"can't listen on {host}:{port} ({error.strerror}); choose another with --port or PORT=")
    config = uvicorn.Config(
        create_app(settings),
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # an image is 784 bytes: packing it would take longer than sending it
        log_config=logs.config(settings.log_format, settings.log_level),
        access_log=False,  # uvicorn's names who asked for what; ours does not
        timeout_graceful_shutdown=GRACE_S,
    )
    with listener:
        _Server(config).run(sockets=[listener])
