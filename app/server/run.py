"""Run the application under uvicorn, in one process or several, and announce its address once it is ready."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast

import uvicorn
from uvicorn.supervisors import Multiprocess

from latent_explorer.app.main import create_app
from latent_explorer.app.middleware.forwarded_host import ForwardedHost
from latent_explorer.app.server.protocols import protocols
from latent_explorer.app.settings import Settings, settings_or_exit, unknown_settings
from latent_explorer.app.telemetry import logs
from latent_explorer.app.telemetry.prometheus_files import mark_process_dead, prepare_for_workers

GRACE_S = 3  # for requests under way at shutdown; a body that never ends is not waited for
STOP_S = 4.2  # for workers, which are then killed: above GRACE_S, as asking them takes a moment
START_S = 120.0  # for workers that start all at once on a slow machine
WORKER = "latent_explorer.app.server.worker:create_worker"
SPARE_FILES = 100  # open beside the connections: models, static files, uploads
ready = logging.getLogger(logs.GREETING)
log = logging.getLogger("latent_explorer")


class _Config(uvicorn.Config):
    """A configuration that believes trusted proxies which host they were asked for, too."""

    def load(self) -> None:
        super().load()
        if self.proxy_headers:
            self.loaded_app = ForwardedHost(cast(Any, self.loaded_app), cast(list[str], self.forwarded_allow_ips))


class _Server(uvicorn.Server):
    """A server that announces its address once it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            _tell(sockets[0])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        logging.shutdown()  # write queued records before the signal ends the process


class _Workers(Multiprocess):
    """uvicorn's supervisor, which announces the address once, and kills workers that don't stop in time."""

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(START_S, self.should_exit) for process in self.processes):
            _tell(self.sockets[0])

    def keep_subprocess_alive(self) -> None:
        before = {worker.pid for worker in self.processes}
        super().keep_subprocess_alive()
        for pid in before - {worker.pid for worker in self.processes}:
            mark_process_dead(cast(int, pid))

    def join_all(self) -> None:
        end = time.monotonic() + STOP_S
        for worker in self.processes:
            worker.process.join(max(0.0, end - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()


def _tell(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    ready.info("Latent Explorer is ready: http://%s:%d", shown, port)


def serve(**given: Any) -> None:
    """Serve until interrupted; `given` overrides settings. Exits with a one-sentence message if one can't be used."""
    settings = settings_or_exit(**given)
    _allow_files(settings)
    with _listening(settings.host, settings.port) as listener:
        if settings.workers > 1:
            with prepare_for_workers():
                _Workers(_told(configure(WORKER, settings)), [listener]).run()
        else:
            signal.signal(signal.SIGTERM, _end)
            _Server(_told(configure(create_app(settings), settings))).run([listener])


def _told(config: uvicorn.Config) -> uvicorn.Config:
    """The same, now that logs go where it says: name what looks like a setting and is none."""
    for sentence in unknown_settings():
        log.warning("%s", sentence)
    return config


def configure(app: Any, settings: Settings, logs_itself: bool = True) -> uvicorn.Config:
    """uvicorn's configuration for these settings; unless it `logs_itself`, the process's logging stays as it is."""
    return _Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        root_path=settings.root_path.rstrip("/"),
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        ws_max_size=settings.max_live_message_bytes,
        ws_per_message_deflate=False,  # compressing images so small would take longer than sending them
        log_config=logs.config(settings.log_format, settings.log_level) if logs_itself else None,
        server_header=False,
        access_log=False,  # uvicorn's says who asked for what; ours does not
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=10,
        **protocols(settings),
    )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        sys.exit(f"can't listen on {host}:{port} ({error.strerror}); choose another with --port or PORT=")
    with listener:
        yield listener


def _allow_files(settings: Settings) -> None:
    """Raise the limit on open files to suit max_connections, or else lower max_connections to suit that limit.

    A server out of files accepts nobody, and says so for ever.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = settings.max_connections + SPARE_FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    settings.max_connections = min(settings.max_connections, allowed - SPARE_FILES)


def _end(number: int, frame: FrameType | None) -> None:
    """Exit at once when uvicorn, having stopped, raises the signal again.

    What was under way has been answered; threads that still compute for those who were not answered are not waited for.
    """
    sys.stderr.flush()
    os._exit(0)
