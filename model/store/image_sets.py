"""Image sets beside the models that were trained on them: `sets/<id>/` holds a description, a sample and a judge."""

import shutil
from pathlib import Path
from typing import Any

from latent_explorer.model.config import MNIST, ConfigError, ImageSet, check_id
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.sample import IMAGES, LABELS, Sample, mnist_sample, read_sample, write_sample
from latent_explorer.model.store.files import MAX_JSON, MAX_TENSORS, parse_object, plain_file, read, refusal, write_json

SETS, DESCRIPTION, READING, JUDGE = "sets", "set.json", "reading.json", "judge"


def check_name(name: str, option: str, kind: str) -> None:
    """Raise ConfigError if a model's folder can't be called so: image sets and MNIST's judge stand among models."""
    check_id(name, option)
    # In lower case, as file systems are that take Sets for sets.
    if name.lower() == SETS or (name.lower() == JUDGE and kind != "judge"):
        what = "image sets are" if name.lower() == SETS else "the judge of MNIST is"
        raise ConfigError(f"{name} is where {what} kept among models; give another {option}")


def folder_of(root: Path, images: ImageSet) -> Path:
    """Where a set stands among the models in `root`."""
    return root / SETS / images.id


def judge_folder(root: Path, images: ImageSet) -> Path:
    """Where the judge of a set stands among the models in `root`; MNIST's stands among the models themselves."""
    return root / JUDGE if images == MNIST else folder_of(root, images) / JUDGE


def write_set(root: Path, sample: Sample, reading: dict[str, Any] | None = None) -> None:
    """Write a set's description and sample, in place of another set of that name with its judge.

    `reading` is what the user declared of the files that it is read from, JSON-ready, for who reads them again. Raises
    CheckpointError if a file can't be written.
    """
    folder = folder_of(root, sample.images)
    if (folder / DESCRIPTION).is_file() and read_set(folder).images != sample.images:
        shutil.rmtree(folder)
    write_sample(sample, folder)
    write_json(folder / READING, reading or {})
    write_json(folder / DESCRIPTION, sample.images.to_json())


def read_set(folder: Path) -> Sample:
    """A set's description and sample. Raises CheckpointError if a file is missing or damaged."""
    try:
        images = ImageSet.from_json(parse_object(read(folder, DESCRIPTION, MAX_JSON)))
        if images.id != folder.name or images.id == MNIST.id:
            raise ConfigError(f"it describes {images.id}; name the folder as the set is called, and not {MNIST.id}")
        for name in (IMAGES, LABELS) if images.classes else (IMAGES,):
            plain_file(folder, name, MAX_TENSORS)
        return read_sample(folder, images)
    except FileNotFoundError as error:
        raise refusal(folder, Path(str(error.filename)).name, "is missing") from error
    except (ConfigError, ValueError, DataError) as error:
        raise refusal(folder, DESCRIPTION, f"or the sample beside it is damaged ({error})") from error


def sample_for(model: Path, images: ImageSet) -> Sample:
    """The sample of the set that the model in folder `model` was trained on: it stands beside it, but for MNIST's.

    Raises CheckpointError if it is missing, damaged, or of another set with this name.
    """
    if images == MNIST:
        return mnist_sample()
    folder = folder_of(model.resolve().parent, images)
    found = read_set(folder)
    if found.images != images:
        raise refusal(folder, DESCRIPTION, f"is of another set than that which {model.name} was trained on")
    return found
