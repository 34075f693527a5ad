"""All files of a site without a server, by path; each under the address that the page asks for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel

from latent_explorer.app.export.cards import PAGE as CARDS
from latent_explorer.app.export.cards import cards_page
from latent_explorer.app.export.service_worker import service_worker
from latent_explorer.app.http import unreached
from latent_explorer.app.http.explorer_page import Alone, Linked, render
from latent_explorer.app.http.i18n import LANGUAGES, Language
from latent_explorer.app.http.made_files import MADE
from latent_explorer.app.http.static_files import digest_of
from latent_explorer.app.routes.models import describe, describe_cloud, describe_judge, sprite, sprite_path
from latent_explorer.app.routes.training import DIGITS
from latent_explorer.app.settings import asset_folder
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.sample import training_file
from latent_explorer.model.registry import LoadedSet, Model
from latent_explorer.model.store.disagreement import DISAGREEMENT
from latent_explorer.model.store.snapshots import FIGURES, TENSORS, read_snapshots

Files = dict[str, bytes]
CHECKED = (
    16  # codes of the sample whose images are kept, as many as static/features/engine_checks.js holds the page's to
)
WORKER = "sw.js"
TRAINING = f"api/{DIGITS}"
KERNEL = "vendor/kernel/kernel.wasm"
TRAINING_KERNEL = "vendor/kernel/training.wasm"
LOOSE = (
    "icon.svg",
    "theme.js",
    "language.js",
    "cards.css",
    KERNEL,
    TRAINING_KERNEL,
)  # that the page or its engine loads as they are
POLICY = (
    f"default-src 'none'; script-src 'self' {unreached.SOURCE}; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Content:
    """What a site shows: models by id, their cards as Markdown with plots, and how it presents itself.

    asked: what else an address would ask of the page, for where it has none.
    """

    models: Mapping[str, Model]
    cards: str
    plots: Files
    title: str
    language: Language
    max_upload_bytes: int
    asked: str = ""


def site(content: Content) -> Files:
    """The files of a site whose first page is in the content's language."""
    digest = digest_of(asset_folder("static"))
    files = {**api_files(content), **{f"static/{digest}/{name}": data for name, data in asset_files().items()}}
    files |= {**pages(content, digest), CARDS: cards_page(content.cards, content.plots, digest).encode()}
    return {**files, WORKER: service_worker(files).encode()}


def pages(content: Content, digest: str) -> Files:
    """The page in each language."""
    first = content.language
    names: dict[Language, str] = {one: "index.html" if one == first else f"{one}.html" for one in LANGUAGES}
    addresses = {one: f"{'./' if one == first else name}?lang={one}" for one, name in names.items()}
    alone = Alone(POLICY, cards=CARDS, worker=WORKER, title=content.title)
    return {
        name: render(language, Linked(digest), content.max_upload_bytes, addresses, alone).encode()
        for language, name in names.items()
    }


def asset_files() -> Files:
    """The page's own files by their names below static/."""
    static = asset_folder("static")
    made = {name: make(static).encode() for name, (make, _) in MADE.items()}
    return made | {name: (static / name).read_bytes() for name in LOOSE}


def api_files(content: Content) -> Files:
    """What the page asks of the API, under the addresses of static/net/kept_api.js."""
    sets = {model.image_set.images.id: model.image_set for model in content.models.values()}
    listed = [describe(model, whole=False).model_dump() for model in content.models.values()]
    files = {"api/models.json": json.dumps(listed).encode()}
    files |= dict(file for image_set in sets.values() for file in _of_set(image_set))
    files |= {TRAINING: training_file()} if MNIST.id in sets else {}
    return files | dict(file for model in content.models.values() for file in _of_model(model))


def _of_set(image_set: LoadedSet) -> Iterator[tuple[str, bytes]]:
    images = image_set.images
    yield f"api/{sprite_path(images)}", sprite(image_set.sample)
    if image_set.judge is None:
        return
    judge, at = image_set.judge.checkpoint, "api/judge" if images == MNIST else f"api/sets/{images.id}/judge"
    yield f"{at}.json", _json(describe_judge(judge))
    yield f"{at}/{judge.revision}/weights.safetensors", judge.tensor_bytes()


def _of_model(model: Model) -> Iterator[tuple[str, bytes]]:
    checkpoint = model.checkpoint
    at = f"api/models/{checkpoint.id}"
    yield f"{at}.json", _json(describe(model, whole=True))
    yield f"{at}/codes.json", _json(describe_cloud(model))
    if model.own_checkpoint:
        yield f"{at}/{checkpoint.revision}/weights.safetensors", model.own_checkpoint.tensor_bytes()
    if model.snapshots:
        figures, tensors = read_snapshots(model.snapshots, checkpoint.revision)
        yield f"{at}/{checkpoint.revision}/{FIGURES}", figures
        yield f"{at}/{checkpoint.revision}/{TENSORS}", tensors
    if model.disagreement:
        yield f"{at}/{checkpoint.revision}/{DISAGREEMENT}", model.disagreement.file
    codes = np.array([code.mu for code in describe_cloud(model).codes[:CHECKED]], np.float32)  # (16, d)
    yield f"{at}/{checkpoint.revision}/images.bin", model.codec.decode_bytes(codes).tobytes()


def _json(answer: BaseModel) -> bytes:
    return answer.model_dump_json().encode()
