"""What the page's training makes of a batch, run by Node, beside PyTorch's autograd on the same weights."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
import torch

from latent_explorer.app.cli.cards import IN_PAGE
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ImageSet, Kind, Likelihood, ModelConfig
from latent_explorer.model.datasets.sample import FOLDER, IMAGES, load_sample, sample_pixels
from latent_explorer.model.measures.moment import measure_moment
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms
from latent_explorer.model.networks.losses import kl_per_dim
from latent_explorer.model.registry import ZOO, open_registry
from latent_explorer.model.store.checkpoint import load
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


def pages(
    network: Autoencoder, images: np.ndarray[Any, Any], epsilons: torch.Tensor, aim: dict[str, Any], **adam: float
) -> Any:
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
        "images": images.reshape(len(images), -1).tolist(), **adam,
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


@pytest.mark.parametrize("kind", ["ae", "vae"])
def test_steps_are_adams(kind: Kind) -> None:
    pictures = load_sample().images[:64]
    network = network_of(kind, "bernoulli", 2, ImageSet("mnist", 28, 1))
    epsilons = torch.randn((64, 2), generator=torch.Generator().manual_seed(5))
    aim = {"likelihood": "bernoulli", "beta": 1, "noise": 1}
    found = pages(network, pictures, epsilons, aim, steps=20, rate=2e-3)["gradients"]
    x = torch.tensor(pictures.reshape(64, -1)).float() / 255
    before = {name: values.detach().clone() for name, values in network.named_parameters()}
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for _ in range(20):
        adam.zero_grad()
        torchs(network, x, epsilons, 1, 1)
        adam.step()
    for name, values in network.named_parameters():
        moved = (values.detach() - before[name]).flatten().double().numpy()
        own = np.array(found[name]) - before[name].flatten().double().numpy()
        assert np.linalg.norm(own - moved) / np.linalg.norm(moved) < 5e-3, name


def trained(tmp_path: Path, steps: int = 40, **settings: Any) -> tuple[Any, Path]:
    """What training in the page gives after some steps on the shipped test digits, and the folder that it saves."""
    file, folder = tmp_path / "trained.zip", tmp_path / "trained"
    asked = {"images": str(FOLDER / IMAGES), "settings": settings, "steps": steps, "file": str(file)}
    found = asked_of_node("training/train.js", asked)
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return found, folder


@pytest.mark.parametrize("dims, likelihood", [(2, "bernoulli"), (8, "gaussian")])
def test_what_is_saved_is_a_pair_of_checkpoints(tmp_path: Path, dims: int, likelihood: Likelihood) -> None:
    _, folder = trained(tmp_path, dims=dims, likelihood=likelihood, beta=4)
    registry = open_registry([folder])
    ae, vae = (registry.models[f"trained-{kind}"].checkpoint for kind in ("ae", "vae"))
    assert (ae.model.kind, vae.model.kind) == ("ae", "vae") and ae.model.twin == vae.id
    assert (vae.model.latent_dim, vae.model.likelihood, vae.model.beta) == (dims, likelihood, 4)
    told = json.loads((folder / "trained-vae" / IN_PAGE).read_text())
    assert (told["start"], told["steps"], told["settings"]["beta"], told["changes"]) == ("fair", 40, 4, [])
    assert Codec(ae).encode(sample_pixels()[:3])[0].shape == (3, dims)


def test_it_has_the_weights_that_were_trained(tmp_path: Path) -> None:
    """Its digits have the losses that the last steps had, and its weights are float16 of them."""
    found, folder = trained(tmp_path, steps=600)
    x = torch.tensor(sample_pixels())
    for kind in ("ae", "vae"):
        checkpoint = load(folder / f"trained-{kind}")
        assert isinstance(checkpoint.network, Autoencoder)
        reconstruction, kl = loss_terms(checkpoint.network, x, torch.Generator().manual_seed(0))
        assert float((reconstruction + kl).mean()) == pytest.approx(found["losses"][kind], rel=0.08)


def test_the_same_seed_gives_the_same_weights_and_a_change_at_its_step_others(tmp_path: Path) -> None:
    asked = {"images": str(FOLDER / IMAGES), "steps": 30}
    turned = [asked | {"changes": [{"step": step, "set": {"beta": 4}}]} for step in (10, 10, 11)]
    plain, first, again, later = (asked_of_node("training/train.js", one)["digests"] for one in (asked, *turned))
    assert first == again
    assert len({one["vae"] for one in (plain, first, later)}) == 3
    assert len({one["ae"] for one in (plain, first, later)}) == 1, "an autoencoder has no β"


def test_twins_start_alike_as_pytorchs_layers_do(tmp_path: Path) -> None:
    _, folder = trained(tmp_path, steps=0)
    ae, vae = (load(folder / f"trained-{kind}").network.state_dict() for kind in ("ae", "vae"))
    assert {*vae} - {*ae} == {"log_sigma.weight", "log_sigma.bias"}
    assert all(torch.equal(values, vae[name]) for name, values in ae.items())
    for name in ("encoder.1", "mu", "log_sigma", "decoder.lift", "decoder.blocks.0.layers.1"):
        weight = vae[f"{name}.weight"]
        assert float(weight.abs().max()) == pytest.approx(weight.shape[1] ** -0.5, rel=0.05), "uniform up to 1/√inputs"


@pytest.mark.parametrize("dims, likelihood", [(2, "bernoulli"), (8, "gaussian")])
def test_its_figures_are_those_that_evaluate_has(tmp_path: Path, dims: int, likelihood: Likelihood) -> None:
    file, folder, sample = tmp_path / "trained.zip", tmp_path / "trained", str(FOLDER / IMAGES)
    asked = {"images": sample, "heldOut": sample, "steps": 200, "file": str(file)}
    found = asked_of_node("training/measures.js", asked | {"settings": {"dims": dims, "likelihood": likelihood}})
    ZipFile(file).extractall(folder)
    for kind in ("ae", "vae"):
        codec, measured = Codec(load(folder / f"trained-{kind}")), found[kind]
        code = codec.encode(sample_pixels())
        wanted = measure_moment(codec, JudgeCodec(load(ZOO / "judge")), sample_pixels(), code)
        assert measured["reconstruction"] == pytest.approx(wanted["reconstruction"], rel=0.01)
        if kind == "vae":
            assert measured["active"] == wanted["active_units"]
            assert measured["kl"] == pytest.approx(wanted["kl"], rel=5e-3)
            assert measured["klPerAxis"] == pytest.approx(wanted["kl_per_dim"], rel=0.02, abs=2e-3)
            assert measured["sigma"] == pytest.approx(wanted["sigma"], rel=0.01)
        # Of 100 digits and draws here, of more there: three standard errors.
        for own, name in (("kept", "label_kept"), ("sure", "judge_sure")):
            share = wanted[name]["value"]
            assert abs(measured[own] - share) < 3 * (share * (1 - share) / 100) ** 0.5 + 0.01
