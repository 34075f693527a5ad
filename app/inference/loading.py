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
    _tell(registry, settings)
    _spare_collections()
    return registry


def _tell(registry: Registry, settings: Settings) -> None:
    """Log what of the folders is not shown, and why."""
    from latent_explorer.model.store.checkpoint import CONFIG

    for name, reason in registry.failures.items():
        log.warning("%s is left out: %s", _called(name, settings), reason)
    for name, which in registry.replaced.items():
        log.warning("%s: %s; rename one to have both", _called(name, settings), which)
    own = settings.models
    if own is not None and str(own) not in registry.failures and not any(own.glob(f"*/{CONFIG}")):
        log.warning("%s holds no model; name by --models, or LATENT_MODELS, the folder that train or import wrote", own)


def _called(name: str, settings: Settings) -> str:
    """What a name in a registry's lists is: a folder of models, a set of images, the judge of one, or a model."""
    from latent_explorer.model.store.image_sets import JUDGE

    if name in map(str, settings.model_folders):
        return f"the folder {name}"
    *within, last = name.split("/")
    if last == JUDGE:
        return " of ".join(["the judge", *(["/".join(within)] if within else [])])
    return f"the images {name}" if within else f"model {name}"


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
