"""The models load in a thread of their own while the page is already served: importing torch takes a second."""

import asyncio
import gc
import logging

from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import Registry, open_registry

log = logging.getLogger("latent_explorer")


def load(settings: Settings) -> Registry:
    """Import torch, set its threads once and on purpose, and open all models."""
    import torch

    torch.set_num_threads(settings.threads)
    registry = open_registry(settings.model_folders)
    for name, reason in registry.failures.items():
        log.warning("model %s is left out: %s", name, reason)
    _spare_collections()
    return registry


def _spare_collections() -> None:
    """Look for cyclic garbage less often, and never among what stays: all of torch took 0.1 s each time.

    Requests leave hardly any: a crowd's images leave nothing that reference counts don't free.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class Loading:
    """The models, on their way or here."""

    def __init__(self, settings: Settings) -> None:
        """Start to load; to be called in the event loop."""
        self._task = asyncio.create_task(asyncio.to_thread(load, settings))

    @property
    def done(self) -> bool:
        """Whether the models are here."""
        return self._task.done()

    @property
    def here(self) -> Registry | None:
        """The models if they are here already; None too where loading them failed."""
        return None if not self._task.done() or self._task.exception() else self._task.result()

    async def registry(self) -> Registry:
        """The models, once they are here. Raises what loading them raised."""
        return await asyncio.shield(self._task)
