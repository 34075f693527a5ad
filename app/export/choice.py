"""Which models a site without a server shows."""

import os
from collections.abc import Iterator

from latent_explorer.app.routes.models import describe_judge
from latent_explorer.model.config import MNIST, ConfigError, ImageSet
from latent_explorer.model.datasets.sprites import COLOUR, GREY
from latent_explorer.model.registry import Model, Registry

COLUMN = 16  # values that the page's engine computes at a time: static/engine/layers.js
FIGURES = ("reconstruction", "kl", "negative_elbo", "relative_error")  # that a page compares a digit's own with


def chosen(registry: Registry, names: list[str]) -> tuple[dict[str, Model], list[str]]:
    """The models of these names, each with the one that it is shown beside, or all; and why any are left out.

    Raises ConfigError where a name is unknown, or nothing is left to show.
    """
    for name in names:
        _check_known(registry, name)
    asked = names or list(registry.models)
    left_out = dict(_unfit(registry, asked))
    shown = {one for name in asked if name not in left_out for one in _pair(registry, name)}
    if not shown:
        raise ConfigError("; ".join(["there is no model that can be shown", *left_out.values()]))
    unloaded = [] if names else [f"{name} is left out: {reason}" for name, reason in registry.failures.items()]
    return {name: model for name, model in registry.models.items() if name in shown}, [*unloaded, *left_out.values()]


def _check_known(registry: Registry, name: str) -> None:
    if name in registry.models:
        return
    if name in registry.failures:
        raise ConfigError(f"the model {name} can't be loaded: {registry.failures[name]}")
    folder = (
        f"; models of a folder are found by LATENT_MODELS={name}, and chosen by name" if os.path.isdir(name) else ""
    )
    raise ConfigError(f"there is no model {name!r}; there are {', '.join(registry.models)}{folder}")


def _unfit(registry: Registry, names: list[str]) -> Iterator[tuple[str, str]]:
    """By name, a sentence on each model that can't be shown."""
    for name in names:
        pair = _pair(registry, name)
        foreign = " and ".join(one for one in sorted(pair) if registry.models[one].own_checkpoint is None)
        unmeasured = " and ".join(one for one in sorted(pair) if _lacks_figures(registry.models[one]))
        images = registry.models[name].codec.images
        if foreign:
            yield name, f"{name} is left out: what was built elsewhere ({foreign}) is computed by a server alone"
        elif images.values % COLUMN:
            yield name, f"{name} is left out: {_uncomputed(images)}"
        elif _lacks_distances(registry.models[name]):
            first = _measure("the judge's folder", images)
            yield name, f"{name} is left out: the judge of its images was not measured; {first}"
        elif unmeasured:
            yield name, f"{name} is left out: {_measure(f'the folder of {unmeasured}', images)}"


def _measure(folder: str, images: ImageSet) -> str:
    """What to run first; images of the user's own are found by --data alone."""
    if images in (MNIST, GREY.about, COLOUR.about):
        return f"run `latent-explorer evaluate --model` with {folder} first"
    return f"run `latent-explorer evaluate --model … --data …` with {folder} and the images of {images.id} first"


def _pair(registry: Registry, name: str) -> set[str]:
    """A model's name, and that of the one that the page shows beside it, if any, as static/core/families.js has it."""
    config, images = registry.models[name].checkpoint.model, registry.models[name].codec.images
    others = {
        id: other.checkpoint.model
        for id, other in registry.models.items()
        if other.codec.images.id == images.id
        and other.checkpoint.model.kind != config.kind
        and other.checkpoint.model.latent_dim == config.latent_dim
    }
    ways = (
        [id for id in others if id == config.twin],
        [id for id, other in others.items() if other.twin == name],
        [id for id, other in others.items() if other.likelihood == config.likelihood],
    )
    return {name, *next(filter(None, ways), [])[:1]}


def _uncomputed(images: ImageSet) -> str:
    size = f"{images.side}×{images.side}" + ("" if images.channels == 1 else f"×{images.channels}")
    return f"a page without a server computes no images of {size} values, but those of a multiple of {COLUMN}"


def _lacks_distances(model: Model) -> bool:
    return model.judge is not None and not describe_judge(model.judge.checkpoint).feature_distances


def _lacks_figures(model: Model) -> bool:
    quantiles = model.checkpoint.metrics.get("test", {}).get("quantiles", {})
    return any(figure not in quantiles for figure in FIGURES)
