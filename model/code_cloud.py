"""The code cloud: a model's codes of the sample of its set, kept beside its weights so that a server starts at once."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.store.checkpoint import write_tensors
from latent_explorer.model.store.files import MAX_TENSORS, plain_file
from latent_explorer.model.store.foreign import AnyCheckpoint
from latent_explorer.model.store.image_sets import sample_for

CODES = "codes.safetensors"


def write_code_cloud(folder: Path, checkpoint: AnyCheckpoint) -> tuple[Array, Array | None]:
    """Encode its set's sample, write μ and σ (m, d) into the folder and return them; an autoencoder's σ is None."""
    sample = sample_for(folder, checkpoint.images)
    mu, sigma = Codec(checkpoint).encode(sample.pixels)
    tensors = {"mu": mu} if sigma is None else {"mu": mu, "sigma": sigma}
    write_tensors(
        folder / CODES,
        {name: torch.from_numpy(values) for name, values in tensors.items()},
        _metadata(checkpoint, sample),
    )
    return mu, sigma


def read_code_cloud(folder: Path, checkpoint: AnyCheckpoint, sample: Sample) -> tuple[Array, Array | None] | None:
    """What `write_code_cloud` wrote, or None if there is none of this revision, sample and dtype.

    Raises CheckpointError if it is no regular file inside the folder.
    """
    try:
        with safe_open(plain_file(folder, CODES, MAX_TENSORS), framework="numpy") as file:
            if (file.metadata() or {}) != _metadata(checkpoint, sample):
                return None
            found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (safe_open is no mapping)
    except (OSError, SafetensorError, TypeError):  # numpy has no bfloat16
        return None
    shape = (len(sample), checkpoint.model.latent_dim)
    wanted = {"mu", "sigma"} if checkpoint.model.samples else {"mu"}
    if found.keys() != wanted or not all(_are_codes(values, shape) for values in found.values()):
        return None
    return found["mu"], found.get("sigma")


def _metadata(checkpoint: AnyCheckpoint, sample: Sample) -> dict[str, str]:
    """What codes are of; MNIST has one sample, which is not named."""
    of_others = {} if sample.images == MNIST else {"sample": sample.digest}
    return {"revision": checkpoint.revision} | of_others


def _are_codes(values: NDArray[Any], shape: tuple[int, int]) -> bool:
    return values.shape == shape and values.dtype == np.float32 and bool(np.isfinite(values).all())
