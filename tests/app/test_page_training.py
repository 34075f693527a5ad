"""What the page's training makes of a batch, run by Node, beside PyTorch's autograd on the same weights."""

from typing import Any

import numpy as np
import pytest
import torch

from latent_explorer.model.config import ImageSet, Kind, Likelihood, ModelConfig
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.losses import kl_per_dim
from tests.helpers.page_engine import asked_of_node

SMALL = ImageSet("small", 8, 1)


def network_of(kind: Kind, likelihood: Likelihood, dims: int, images: ImageSet) -> Autoencoder:
    torch.manual_seed(3)
    config = ModelConfig(
        kind=kind, likelihood=likelihood, latent_dim=dims, encoder_channels=(), encoder_width=48, fourier_features=20,
        decoder_width=32, decoder_blocks=2,
    )  # fmt: skip
    network = Autoencoder(config, images)
    for values in network.parameters():  # norms begin with ones and zeros
        values.data += 0.1 * torch.randn_like(values)
    return network


def pages(network: Autoencoder, images: np.ndarray[Any, Any], epsilons: torch.Tensor, aim: dict[str, Any]) -> Any:
    config = network.config
    shape = {
        "pixels": images[0].size, "dims": config.latent_dim, "width": config.encoder_width,
        "waves": config.fourier_features, "decoderWidth": config.decoder_width, "blocks": config.decoder_blocks,
    }  # fmt: skip
    weights = {
        name: {"shape": list(values.shape), "values": values.flatten().tolist()}
        for name, values in network.state_dict().items()
    }
    asked = {
        "shape": shape, "samples": config.samples, "weights": weights, "aim": aim, "epsilons": epsilons.tolist(),
        "images": images.reshape(len(images), -1).tolist(),
    }  # fmt: skip
    return asked_of_node("training/gradients.js", asked)


def torchs(network: Autoencoder, x: torch.Tensor, epsilons: torch.Tensor, beta: float, noise: float) -> list[float]:
    """Leaves the gradients in the network; the terms, nats per image."""
    mu, log_sigma = network.encode(x)
    z = mu if log_sigma is None else mu + noise * log_sigma.exp() * epsilons
    reconstruction = network.reconstruction(network.decode(z), x).sum(-1).mean()
    kl = torch.zeros(()) if log_sigma is None else kl_per_dim(mu, log_sigma).sum(-1).mean()
    (reconstruction + beta * kl).backward()
    return [reconstruction.item(), kl.item()]


@pytest.mark.parametrize("kind", ["ae", "vae"])
@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
@pytest.mark.parametrize("dims, images, n", [(2, "mnist", 64), (16, "mnist", 7), (3, "small", 33)])
def test_gradients_are_autograds(kind: Kind, likelihood: Likelihood, dims: int, images: str, n: int) -> None:
    pictures = load_sample().images[:n] if images == "mnist" else load_sample().images[:n, 10:18, 10:18]
    network = network_of(kind, likelihood, dims, SMALL if images == "small" else ImageSet("mnist", 28, 1))
    epsilons = torch.randn((n, dims), generator=torch.Generator().manual_seed(5))
    beta, noise = 0.7, 1.3
    found = pages(network, pictures, epsilons, {"likelihood": likelihood, "beta": beta, "noise": noise})
    x = torch.tensor(pictures.reshape(n, -1)).float() / 255
    terms = torchs(network, x, epsilons, beta, noise)
    assert [found["terms"]["reconstruction"], found["terms"]["kl"]] == pytest.approx(terms, rel=1e-5, abs=1e-4)
    gradients = dict(network.named_parameters())
    assert found["gradients"].keys() == gradients.keys()
    for name, values in gradients.items():
        assert values.grad is not None
        wanted = values.grad.flatten().double().numpy()
        off = np.linalg.norm(np.array(found["gradients"][name]) - wanted) / np.linalg.norm(wanted)
        assert off < 1e-4, f"{name}: {off:.1e}"
