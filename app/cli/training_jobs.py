"""What a `train` command trains: one model or both twins, and first the judge of labelled images of one's own."""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from latent_explorer.app.cli.image_source import ImageSource
from latent_explorer.app.cli.terminal import find
from latent_explorer.app.cli.training_options import DEFAULTS, options
from latent_explorer.model.config import MNIST, ConfigError, ImageSet, ModelConfig, TrainConfig
from latent_explorer.model.datasets.reading import ReadingOptions
from latent_explorer.model.store import checkpoint
from latent_explorer.model.store.checkpoint import Checkpoint
from latent_explorer.model.store.image_sets import check_name, judge_folder

ARCHITECTURE = (
    "kind", "latent_dim", "encoder_channels", "encoder_width", "fourier_features", "decoder_width", "decoder_blocks"
)  # fmt: skip
FEW, SMALL_BATCH = 10_000, 64  # up to so many images are trained on in small batches: as many steps take less time
LEAST_STEPS, LEAST_EPOCHS, MOST_EPOCHS = 2_500, 20, 1_000  # of few images
JUDGE_STEPS, JUDGE_EPOCHS = 300, 6  # at least
MOST_VALIDATION, VALIDATION_SHARE = 5_000, 10  # one in ten


@dataclass(frozen=True)
class TrainingRun:
    """What the command line asked for; `fields` of ModelConfig and `budget` of TrainConfig override those of `like`.

    With `twin` an autoencoder and a VAE are trained. `reading` is what was declared of the images. `start_from` names a
    model to begin with; of each model `snapshots` moments are kept.
    """

    name: str | None
    like: str | None
    fields: dict[str, Any]
    budget: dict[str, Any]
    threads: int
    device: str
    data: Path
    out: Path
    twin: bool = False
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    start_from: str | None = None
    snapshots: int = 0


@dataclass(frozen=True)
class Job:
    """A model to train, the folder that it goes into, and what it begins with in place of random weights."""

    folder: Path
    model: ModelConfig
    training: TrainConfig
    start: Checkpoint | None = None


def jobs(run: TrainingRun, source: ImageSource) -> list[Job]:
    """What to train, in order. Raises ConfigError, or CheckpointError if the model `like` can't be read."""
    model, training = configure(run, source)
    if model.kind == "judge" and not run.twin and source.images != MNIST:
        raise ConfigError(_about_judge(source.images))
    name = run.name or f"{model.kind}-{source.images.id}-{model.latent_dim}d"
    check_name(name, "--model", model.kind)
    judge = [judge_job(run.out, source)] if model.kind != "judge" and has_judge(source) else []
    if not run.twin:
        return [*judge, Job(run.out / name, model, training, start_of(run, source.images))]
    vae, ae = _twin_names(name)
    return [
        *judge,
        Job(run.out / vae, replace(model, kind="vae", twin=ae), training),
        Job(run.out / ae, replace(model, kind="ae", twin=vae), training),
    ]


def _about_judge(images: ImageSet) -> str:
    """Why no judge of a set of the user's own is trained by itself, and what to do."""
    if len(images.classes) > 1:
        return f"the judge of {images.id} is trained with any model of it: train an autoencoder or a VAE"
    lacking = "one class alone" if images.classes else "no labels"
    return f"a judge tells classes apart, and {images.id} has {lacking}: train an autoencoder or a VAE"


def has_judge(source: ImageSource) -> bool:
    """Whether there is something to judge: two labels at least; MNIST's judge is shipped."""
    return source.images != MNIST and len(source.images.classes) > 1


def configure(run: TrainingRun, source: ImageSource) -> tuple[ModelConfig, TrainConfig]:
    """The configurations asked for. Raises ConfigError, or CheckpointError if the model named can't be read."""
    if run.like is None:
        usual = {} if source.images == MNIST else usual_budget(source.images, _count(source), run.budget)
        model: dict[str, Any] = {"kind": "vae"}
        if run.start_from is not None:
            model = checkpoint.read_config(find(run.start_from))[0].to_json() | {"twin": None}  # it has gone on alone
            usual |= {"kl_warmup_epochs": 0.0}  # its codes have met the prior already
        return ModelConfig.from_json(model | run.fields), TrainConfig.from_json(usual | run.budget)
    like, training, _ = checkpoint.read_config(find(run.like))
    return ModelConfig.from_json(like.to_json() | run.fields), TrainConfig.from_json(training.to_json() | run.budget)


def start_of(run: TrainingRun, images: ImageSet) -> Checkpoint | None:
    """The model to begin with. Raises ConfigError if it is of other images, or CheckpointError if it can't be read."""
    if run.start_from is None:
        return None
    found = checkpoint.load(find(run.start_from))
    if found.images != images:
        raise ConfigError(f"{run.start_from} is a model of {found.images.id}, and --data holds {images.id}")
    return found


def usual_budget(images: ImageSet, count: int, given: dict[str, Any]) -> dict[str, Any]:
    """The budget of `count` training images of another set than MNIST, where the user has given none.

    Few images are trained for more epochs, and only ink is warped: whether a flower may be turned, nobody has said.
    """
    validation = min(MOST_VALIDATION, max(1, count // VALIDATION_SHARE))
    usual: dict[str, Any] = {"validation_images": validation} | ({} if images.ink else {"augment": 0.0})
    if count > FEW:
        return usual
    batch = given.get("batch_size", SMALL_BATCH)
    return usual | {"batch_size": batch, "epochs": max(LEAST_EPOCHS, _epochs(count - validation, batch, LEAST_STEPS))}


def judge_job(out: Path, source: ImageSource) -> Job:
    """The judge of a set of the user's own: always the same, whatever the models beside it are trained for."""
    usual = usual_budget(source.images, _count(source), {})
    epochs = _epochs(_count(source) - usual["validation_images"], SMALL_BATCH, JUDGE_STEPS)
    training = TrainConfig(**usual | {"batch_size": SMALL_BATCH, "epochs": max(JUDGE_EPOCHS, epochs)})
    return Job(judge_folder(out, source.images), ModelConfig("judge"), training)


def _epochs(images: int, batch: int, steps: int) -> int:
    """As many epochs of so many images as make these steps."""
    return min(MOST_EPOCHS, math.ceil(steps / max(1, images // batch)))


def _twin_names(name: str) -> tuple[str, str]:
    """Ids of a VAE and its autoencoder."""
    return (name, name.replace("vae", "ae", 1)) if "vae" in name else (f"vae-{name}", f"ae-{name}")


def _count(source: ImageSource) -> int:
    return len(source.load("train"))


def check_options(run: TrainingRun) -> None:
    """Raise ConfigError where the command line contradicts itself."""
    if run.twin and run.fields.keys() & {"kind", "twin"}:
        raise ConfigError("--twin trains an autoencoder and a VAE, each other's twin; leave --kind and --twin-id out")
    if run.snapshots == 1 or (run.snapshots and run.fields.get("kind") == "judge"):
        raise ConfigError("--snapshots keeps two moments or more, of an autoencoder or a VAE")
    if run.start_from is None:
        return
    if run.twin:
        raise ConfigError(
            "--start-from goes on with one model; leave --twin out, and train its twin by another command"
        )
    named = options(DEFAULTS[0]) | {"like": "--like"}
    given = [*(run.fields.keys() & set(ARCHITECTURE)), *(["like"] if run.like else [])]
    if given:
        said = ", ".join(sorted(named[name] for name in given))
        raise ConfigError(f"--start-from takes the architecture from {run.start_from}; leave {said} out")
