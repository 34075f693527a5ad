"""The application in one of several processes, which ends with the process that started it."""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.process import BaseProcess

from fastapi import FastAPI

from latent_explorer.app.main import create_app

PATIENCE_S = 4.2  # for a clean stop, as the parent has it


def create_worker() -> FastAPI:
    """create_app, for uvicorn to call in each worker."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return create_app()


def _end_with(parent: BaseProcess) -> None:
    """Stop once the parent has ended: a worker left alone would keep the port, and nobody would know of it.

    The parent tells by a pipe that only it holds, on each system; killed, it could tell nothing itself.
    """
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_S)
    os._exit(1)
