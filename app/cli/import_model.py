"""The `import` command: make a model's folder of somebody's encoder and decoder, once its user has confirmed how."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from latent_explorer.app.cli.image_source import ImageSource, OwnSource, source_of
from latent_explorer.app.cli.import_sources import Source, read_checkpoint, read_graphs
from latent_explorer.app.cli.terminal import console, plain_errors
from latent_explorer.app.images.rows_sheet import rows_sheet
from latent_explorer.model.arrays import Array
from latent_explorer.model.code_cloud import write_code_cloud
from latent_explorer.model.codec import Codec, to_bytes
from latent_explorer.model.config import MNIST, ConfigError, Conventions, ForeignConfig, ImageSet, Likelihood
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import is_mnist
from latent_explorer.model.datasets.reading import ReadingOptions
from latent_explorer.model.datasets.sample import Sample, draw_sample
from latent_explorer.model.foreign.calibrate import Calibration, calibrate, checked
from latent_explorer.model.foreign.calibration_text import in_words, sentences
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.foreign.pixel_trials import latent_dim_of
from latent_explorer.model.foreign.pixels import to_encoder
from latent_explorer.model.store import files
from latent_explorer.model.store.checkpoint import CONFIG
from latent_explorer.model.store.files import parse_object, read
from latent_explorer.model.store.foreign import FOREIGN, ForeignCheckpoint, is_foreign, save_foreign
from latent_explorer.model.store.image_sets import check_name, folder_of, read_set, write_set

TRIED, SHOWN = 256, 10  # images that conventions are tried on, and that the picture shows
MAX_MANIFEST = 100_000  # bytes


@dataclass(frozen=True)
class ImportJob:
    """What the command line asked for. `fields`: what is known of the conventions; `confirmed`: ask nothing."""

    paths: list[Path]
    data: Path
    reading: ReadingOptions
    name: str
    out: Path
    fields: list[str]
    manifest: Path | None
    likelihood: Likelihood | None
    observation_sd: float | None
    beta: float | None
    twin: str | None
    confirmed: bool
    replace: bool

    @property
    def folder(self) -> Path:
        """Where the model is to be."""
        return self.out / self.name


@plain_errors()
def import_model(job: ImportJob) -> None:
    """Read, try all conventions, show what was found, and write the folder once it is confirmed."""
    check_name(job.name, "--name", "vae")
    _check_free(job)
    fixed = checked(_manifest(job.manifest) | _named(job.fields))
    graphs = read_graphs(job.paths)
    images = source_of(job.data, job.reading if is_mnist(job.data) else _sized(job.reading, graphs))
    if isinstance(images, OwnSource):
        images.tell()
    source = graphs or read_checkpoint(job.paths, images.images)
    pixels, fixed = _some(images, TRIED), source.with_known(fixed)
    found = _calibrated(source.halves, pixels, images.images, fixed)
    dims = latent_dim_of(source.halves, to_encoder(pixels[:2], found.best, images.images))
    config = ForeignConfig(source.form, found.best, dims, job.likelihood, job.observation_sd, job.beta, job.twin)
    _tell(source, found, fixed)
    look = Path(f"{job.name}-look.png")
    files.write(look, _look(source.halves, config, found, images.images, pixels[:SHOWN]))
    console.print(
        f"see {look}: some images, as they are rebuilt so, and by the runner-up", markup=False, highlight=False
    )
    if job.confirmed and not found.rebuilds:
        raise DataError("no way rebuilds these images, so --yes takes none: nothing was written; give other images")
    if not job.confirmed and not typer.confirm("Is this right? Then it is written"):
        console.print("nothing was written; name what you know by --set, as --set second=log_sd", markup=False)
        raise typer.Exit(1)
    _write(job, config, source, images)


def _check_free(job: ImportJob) -> None:
    """Raise ConfigError if the folder holds a model that would be lost."""
    if not (job.folder / CONFIG).exists():
        return
    if not is_foreign(job.folder):
        raise ConfigError(f"{job.folder} holds a model that was trained here; give another --name or --out")
    if not job.replace:
        raise ConfigError(f"{job.folder} holds a model that was imported; give another --name, or --replace it")


def _write(job: ImportJob, config: ForeignConfig, source: Source, images: ImageSource) -> None:
    folder = job.folder
    if images.images != MNIST:
        sample = draw_sample(images.images, images.load("test"))
        _check_set(job.out, sample)
        write_set(job.out, sample, asdict(job.reading))
    write_code_cloud(folder, save_foreign(folder, config, source.files, images.images))
    console.print(f"saved in {folder}", markup=False, highlight=False)
    console.print(f"to serve: latent-explorer serve --models {job.out}", markup=False, highlight=False)
    console.print(f"then: http://127.0.0.1:8000/#model={job.name}", markup=False, highlight=False)
    console.print(f"its health: latent-explorer report {folder} --data {job.data}", markup=False, highlight=False)


def _check_set(root: Path, sample: Sample) -> None:
    """Raise ConfigError if other images are kept under this name, which other models may be of."""
    kept = folder_of(root, sample.images)
    if not kept.is_dir():
        return
    before = read_set(kept)
    if (before.images, before.digest) != (sample.images, sample.digest):
        raise ConfigError(f"{kept} holds other images of that name; rename those of --data, or give another --out")


def _sized(reading: ReadingOptions, graphs: Source | None) -> ReadingOptions:
    """Where a graph says how large its images are, and in how many colours, they are read so, unless options differ."""
    shape = graphs.halves.input_shape if graphs else None
    if shape is None or len(shape) != 3 or None in shape:
        return reading
    (channels,) = [size for size in (shape[0], shape[-1]) if size in (1, 3)][:1] or (None,)
    side = shape[1]
    colour = reading.colour if reading.colour is not None else channels == 3
    return replace(reading, side=reading.side or side, colour=colour)


def _some(images: ImageSource, count: int) -> Array:
    """Some of the test images (n, p), by a fixed seed."""
    test = images.load("test")
    return test.take(np.random.default_rng(0).permutation(len(test))[:count]).pixels()


def _calibrated(halves: Halves, pixels: Array, of: ImageSet, fixed: dict[str, Any]) -> Calibration:
    columns = (TextColumn("trying conventions"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        return calibrate(halves, pixels, of, lambda done, total: bar.update(task, completed=done, total=total), fixed)


def _tell(source: Source, found: Calibration, fixed: dict[str, Any]) -> None:
    for sentence in (*source.notes, *sentences(found, found.best, given=tuple(fixed))):
        Console().print(f"- {sentence}", markup=False, highlight=False)


def _look(halves: Halves, config: ForeignConfig, found: Calibration, of: ImageSet, pixels: Array) -> bytes:
    """A PNG of images, what is proposed makes of them, and what its runner-up makes."""

    def rebuilt(conventions: Conventions) -> Array:
        network = ForeignNetwork(halves, replace(config, conventions=conventions), of)
        codec = Codec(ForeignCheckpoint("tried", network, network.config, {}, "", of))
        return codec.decode(codec.encode(pixels)[0])

    rows = {"your images": pixels, f"proposed: {in_words(found.best)}": rebuilt(found.best)}
    if found.next_best is not found.pixels[0]:
        rows[f"runner-up: {in_words(found.runner_up)}"] = rebuilt(found.runner_up)
    return rows_sheet({name: to_bytes(of_row, of) for name, of_row in rows.items()})


def _named(fields: list[str]) -> dict[str, Any]:
    """Fields as --set names them, second=log_sd, values as JSON where they are. Raises ConfigError."""
    named = {}
    for entry in fields:
        name, sign, value = entry.partition("=")
        if not sign:
            raise ConfigError(f"--set takes a field and its value, as second=log_sd, not {entry!r}")
        named[name] = _value(value)
    return named


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _manifest(path: Path | None) -> dict[str, Any]:
    """Fields of Conventions from a JSON file, or from the config.json of a model that was imported before."""
    if path is None:
        return {}
    try:
        values = parse_object(read(path.parent, path.name, MAX_MANIFEST))
    except ValueError as error:
        raise ConfigError(f"{path} is no JSON object: {error}") from error
    of_model = values.get(FOREIGN)
    found = of_model.get("conventions") if isinstance(of_model, dict) else values
    if not isinstance(found, dict):
        raise ConfigError(f"{path} holds no conventions; give an object of them, or an imported model's config.json")
    return found
