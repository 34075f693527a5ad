"""Small models of several image sets: twins of each, a judge where there are labels, all of them measured."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.config import ImageSet, Kind
from latent_explorer.model.measures.evaluate import evaluate_judge
from latent_explorer.model.registry import open_model
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.image_sets import judge_folder, write_set
from latent_explorer.model.training.fit import fit
from tests.helpers.sets import images_of, sample_of
from tests.helpers.tiny import TINY, TINY_TRAINING

SHAPES = ImageSet(
    "shapes", side=32, classes=("heart", "star <b>"), item="shape", items="shapes", item_vi="hình", credit="drawn here"
)
PAINTINGS = ImageSet("paintings", side=32, channels=3, classes=("warm", "cold"), item="painting", items="paintings")
NAMELESS = ImageSet("nameless", side=16)


@dataclass(frozen=True)
class World:
    """Models of one set: which kinds, and of how many dimensions."""

    images: ImageSet
    dims: int
    kinds: tuple[Kind, ...] = ("ae", "vae")


WORLDS = (World(SHAPES, 10), World(PAINTINGS, 2), World(NAMELESS, 3))


def write_world(root: Path, world: World) -> None:
    """Write a world's models among those in `root`, `<kind>-<set>`, trained for a moment on blobs."""
    images = world.images
    data = images_of(images)
    write_set(root, sample_of(images))
    if images.classes:
        place = judge_folder(root, images)
        _train(place, images, "judge", 2, None)
        judge = JudgeCodec(load(place), sample_of(images))
        (place / "metrics.json").write_text(json.dumps(evaluate_judge(judge, images_of(images, 40, seed=1))))
    for kind in world.kinds:
        other = {"ae": "vae", "vae": "ae"}[kind]
        folder = root / f"{kind}-{images.id}"
        twin = f"{other}-{images.id}" if len(world.kinds) > 1 else None
        fit(folder, replace(TINY, kind=kind, latent_dim=world.dims, twin=twin), _TRAINING, data, images=images)
        usual = open_model(folder).reference_quantiles
        terms = {term: marks and marks[0] for term, marks in usual.quantiles.items()}  # None for what a model lacks
        test = {**terms, "images": usual.images, "quantiles": usual.quantiles, "iwae_nll": None}
        near = {"images": usual.images, "neighbours": {}, "step_curve": [], "step_curve_mad": []}
        figures = {"test": test} | ({} if twin else {"nearness": near})
        (folder / "metrics.json").write_text(json.dumps(figures))


_TRAINING = replace(TINY_TRAINING, validation_images=10, batch_size=25, augment=0)


def _train(folder: Path, images: ImageSet, kind: Kind, dims: int, twin: str | None) -> None:
    fit(folder, replace(TINY, kind=kind, latent_dim=dims, twin=twin), _TRAINING, images_of(images), images=images)
