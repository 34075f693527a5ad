"""Load the models in a thread while the page is already served: importing torch takes a second."""

import asyncio
import gc
import logging
from collections.abc import Callable

from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import Registry, open_registry

log = logging.getLogger("latent_explorer")
OpenModels = Callable[[Settings], Registry]


def load(settings: Settings) -> Registry:
    """Import torch, set its number of threads, and open all models."""
    import torch

    torch.set_num_threads(settings.threads)
    registry = open_registry(settings.model_folders)
    for name, reason in registry.failures.items():
        log.warning("model %s is left out: %s", name, reason)
    for name, which in registry.replaced.items():
        log.warning("model %s: %s; rename one to have both", name, which)
    _spare_collections()
    return registry


def _spare_collections() -> None:
    """Collect cyclic garbage less often, and never scan what stays: with torch loaded each full scan took 0.1 s.

    Requests leave hardly any cycles, and decoding images none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class Loading:
    """The models, loading or loaded."""

    def __init__(self, settings: Settings, open_models: OpenModels = load) -> None:
        """Start loading, by `open_models` in a thread; call it in the event loop."""
        self._task = asyncio.create_task(asyncio.to_thread(open_models, settings))

    @property
    def done(self) -> bool:
        """Whether loading has ended, be it in failure."""
        return self._task.done()

    @property
    def here(self) -> Registry | None:
        """The models if they are loaded; None while loading, or if it failed."""
        return None if not self._task.done() or self._task.exception() else self._task.result()

    async def registry(self) -> Registry:
        """Wait for the models. Raises what loading raised."""
        return await asyncio.shield(self._task)
