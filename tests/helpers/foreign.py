"""Shipped models in other people's conventions: the same networks behind another front."""

import numpy as np
import torch

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import Conventions
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.registry import Model


def network_of(model: Model) -> Autoencoder:
    assert model.own_checkpoint is not None and isinstance(model.own_checkpoint.network, Autoencoder)
    return model.own_checkpoint.network


def halves_in(model: Model, conventions: Conventions) -> Halves:
    """A model's halves as somebody has them who keeps to these conventions."""
    network, images = network_of(model), model.codec.images
    planes = (images.channels, images.side, images.side)

    def encode(given: Array) -> tuple[Array, ...]:
        x = given.reshape(-1, *planes).transpose(0, 2, 3, 1).copy()  # (n, h, w, c)
        if conventions.input == "symmetric":
            x = 0.5 * (x + 1)
        if conventions.input == "standardised":
            mean, sd = (np.asarray(values, np.float32) for values in (conventions.mean, conventions.sd))
            np.add(np.multiply(x, sd), mean, out=x)
        x = x.swapaxes(1, 2) if conventions.transposed else x
        x = 1 - x if conventions.inverted else x
        mu, log_sigma = network.encode(torch.from_numpy(x.reshape(len(x), -1).copy()))
        return (mu.numpy(),) if log_sigma is None else _second(mu.numpy(), log_sigma.numpy(), conventions)

    def decode(z: Array) -> tuple[Array, ...]:
        logits = network.decode(torch.from_numpy(np.ascontiguousarray(z)))
        logits = -logits if conventions.inverted else logits
        x = (logits if conventions.output == "logits" else logits.sigmoid()).numpy()
        x = x.reshape(-1, images.side, images.side, images.channels)
        x = x.swapaxes(1, 2) if conventions.transposed else x
        x = 2 * x - 1 if conventions.output == "symmetric" else x
        return (np.ascontiguousarray(x.transpose(0, 3, 1, 2)).reshape(len(z), *conventions.shape),)

    return Halves(encode, decode, network.config.latent_dim, conventions.shape)


def _second(mu: Array, log_sigma: Array, conventions: Conventions) -> tuple[Array, ...]:
    factor = 2 if conventions.second in ("log_variance", "variance") else 1
    second = factor * log_sigma
    if conventions.second in ("sd", "variance"):
        second = np.exp(second)
    if conventions.layout == "separate":
        return (mu, second) if conventions.outputs == (0, 1) else (second, mu)
    if conventions.layout == "halves":
        return (np.concatenate([mu, second], axis=1),)
    return (np.stack([mu, second], axis=2).reshape(len(mu), -1),)
