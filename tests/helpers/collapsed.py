"""Models that have collapsed, as a large beta or a dead layer leaves them."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file, save_file

from latent_explorer.model.store.checkpoint import CONFIG, WEIGHTS


def collapsed(folder: Path, copy: Path, axes: Sequence[int], decoder: bool = False) -> Path:
    """A copy of a checkpoint whose code on some axes is that of all images; with `decoder` it draws one image.

    In a VAE the posterior is the prior there, as a large beta leaves it.
    """
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("codes.safetensors", "metrics.json"))
    config = json.loads((copy / CONFIG).read_text())
    config["model"] |= {"refinements": 0, "starts": 0}  # they would move the codes apart again
    (copy / CONFIG).write_text(json.dumps(config))
    weights = load_file(copy / WEIGHTS)
    weights.pop("starts", None)
    for name in ("mu.weight", "mu.bias", "log_sigma.weight", "log_sigma.bias"):
        if name in weights:
            weights[name][list(axes)] = 0
    if decoder:
        weights["decoder.pixels.weight"][:] = 0
    save_file(weights, copy / WEIGHTS)
    return copy
