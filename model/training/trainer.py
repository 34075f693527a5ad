"""Training steps for autoencoders, VAEs and the judge: reproducible from a seed, resumable from a saved state.

With several processes each holds the whole network, sees its share of every batch, and takes the same steps.
"""

import copy
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from latent_explorer.model.config import MNIST, ConfigError, ImageSet, ModelConfig, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms
from latent_explorer.model.networks.build import build
from latent_explorer.model.networks.search import spread_starts
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import Checkpoint
from latent_explorer.model.training.augment import warp
from latent_explorer.model.training.distributed import ALONE, Rank
from latent_explorer.model.training.schedules import augment_fade, moving_average, one_cycle, straight_line

STATE = "state.safetensors"


@dataclass(frozen=True)
class Epoch:
    """One pass over the training split: losses in nats per image, duration in seconds."""

    number: int
    train_loss: float
    validation_loss: float
    seconds: float


def loss_per_image(network: nn.Module, x: Tensor, y: Tensor, beta: float, generator: torch.Generator) -> Tensor:
    """The training objective, nats, (n,): reconstruction + β KL, or the judge's cross-entropy."""
    if isinstance(network, Autoencoder):
        reconstruction, kl = loss_terms(network, x, generator)
        return reconstruction + beta * kl
    return F.cross_entropy(network(x), y, reduction="none")


class MeanLoss(nn.Module):
    """The mean of `loss_per_image`, as a module: DistributedDataParallel hooks into `forward`."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor, y: Tensor, beta: float, generator: torch.Generator) -> Tensor:
        """Images x (n, p) and labels y (n,) to nats, a scalar."""
        return loss_per_image(self.network, x, y, beta, generator).mean()


class Trainer:
    """A network, its optimizer and its averaged weights. Equal config, data, device, threads, processes: equal weights.

    Raises ConfigError if a batch has fewer images than there are processes.
    """

    def __init__(
        self,
        model: ModelConfig,
        config: TrainConfig,
        train: ImageData,
        validation: ImageData,
        device: str = "cpu",
        rank: Rank = ALONE,
        images: ImageSet = MNIST,
        start: Checkpoint | None = None,
    ):
        """`start` has the weights to begin with, of the same architecture, in place of random ones."""
        if min(config.batch_size, len(train)) < rank.count:
            raise ConfigError(f"{rank.count} processes can't share batches of {config.batch_size}; start fewer")
        torch.manual_seed(config.seed)
        self.model, self.config, self.device, self.rank, self.images = model, config, device, rank, images
        self.network = build(model, images).to(device)
        self.x, self.y = _tensors(train, device)
        self.validation = _tensors(validation, device)
        self.start = start and f"{start.id}, {start.revision}"
        if start:
            # Its starts, if any, belong to its own codes: those of this model are spread when it is saved.
            begun = {name: value for name, value in start.network.state_dict().items() if name != "starts"}
            self.network.load_state_dict(self.network.state_dict() | begun)
        elif isinstance(self.network, Autoencoder):
            self.network.decoder.start_at(self.x.float().mean(0) / 255)
        self.average = AveragedModel(self.network, avg_fn=moving_average(config.average_decay))
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, fused=True
        )
        self.history: list[Epoch] = []
        self.order = torch.arange(model.latent_dim)  # that the axes were last saved in

    @cached_property
    def loss(self) -> nn.Module:
        """The loss module; made at the first step, as wrapping it for several processes is a collective operation."""
        return self.rank.averaging(MeanLoss(self.network))

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in an epoch; the last, incomplete batch is dropped."""
        return max(1, len(self.x) // self.config.batch_size)

    def run_epoch(self, on_step: Callable[[int, float], None] = lambda step, loss: None) -> Epoch:
        """Train one epoch and validate the averaged weights.

        `on_step(step, loss)` is called after every step with this process's mean loss so far, nats per image.
        """
        number, start, total = len(self.history), time.perf_counter(), 0.0
        # Separate generators, so that twins see the same batches although only one of them samples.
        order = torch.randperm(len(self.x), generator=_generator("cpu", self.config.seed, number, 0)).to(self.device)
        # All processes share the order; each has its own noise and warps.
        noise = _generator(self.device, self.config.seed, number, 1, self.rank.number)
        warps = _generator(self.device, self.config.seed, number, 2, self.rank.number)
        torch.manual_seed(_seed(self.config.seed, number, 4, self.rank.number))  # the judge's dropout
        self.network.train()
        for step in range(self.steps_per_epoch):
            batch = order[step * self.config.batch_size : (step + 1) * self.config.batch_size]
            total += self._step(batch, number * self.steps_per_epoch + step, noise, warps)
            on_step(step, total / (step + 1))
        train_loss = self.rank.mean(total / self.steps_per_epoch)
        epoch = Epoch(number, train_loss, self.validate(), time.perf_counter() - start)
        self.history.append(epoch)
        return epoch

    def _step(self, batch: Tensor, step: int, noise: torch.Generator, warps: torch.Generator) -> float:
        progress = step / (self.config.epochs * self.steps_per_epoch)
        rate = self.config.learning_rate * one_cycle(progress)
        warmup = self.config.kl_warmup_epochs * self.steps_per_epoch
        share = self.rank.share(batch)
        x = warp(
            self.x[share].float() / 255, self.config.augment * augment_fade(progress), warps, self.images
        )  # (b, p)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        beta = straight_line(self.config.beta_start, self.model.beta, (step + 1) / max(1.0, warmup))
        with torch.autocast(self.device, torch.bfloat16, enabled=self.config.precision == "bfloat16"):
            # Weighted, so that the mean over processes is the batch's mean even if shares are uneven.
            weight = len(share) * self.rank.count / len(batch)
            loss = weight * self.loss(x, self.y[share], beta, noise)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 100.0)
        self.optimizer.step()
        self.average.update_parameters(self.network)
        return float(loss.detach())

    def validate(self) -> float:
        """Mean loss of the averaged weights on the validation split, nats per image, one sampled z each."""
        return self.mean_loss(*self.validation)

    @torch.inference_mode()
    def mean_loss(self, images: Tensor, labels: Tensor) -> float:
        """The same on images (n, p), unsigned bytes, and their labels (n,)."""
        network, generator = self.average.module.eval(), _generator(self.device, self.config.seed, 0, 3)
        pairs = zip(images.split(1000), labels.split(1000), strict=True)
        losses = [loss_per_image(network, x.float() / 255, y, self.model.beta, generator) for x, y in pairs]
        return float(torch.cat(losses).mean())

    def save_weights(self, folder: Path) -> Checkpoint:
        """Write a usable checkpoint, and return it: averaged weights, configuration, and how training went so far."""
        network = copy.deepcopy(self.average.module)
        if isinstance(network, Autoencoder):
            codes = self.codes(network)  # (n, d)
            self.order = codes.var(0).argsort(descending=True)  # maps show the first two axes
            network.reorder(self.order)
            spread_starts(network, codes[:, self.order])
        how: dict[str, Any] = {"start": self.start} if self.start else {}
        how |= {"device": self.device, "threads": torch.get_num_threads(), "processes": self.rank.count}
        how |= {"epochs": [asdict(e) for e in self.history]}
        folder.mkdir(parents=True, exist_ok=True)
        files.write_json(folder / checkpoint.HISTORY, how)
        return checkpoint.save(folder, network, self.model, self.config, self.images)

    @torch.no_grad()
    def codes(self, network: Autoencoder) -> Tensor:
        """The encoder's own μ (n, d) of the validation images, by which axes are ordered and starts spread."""
        return network.encode(self._varied().float() / 255)[0]

    def _varied(self) -> Tensor:
        """The validation images (n, p), in whose codes the axes' variances are compared; of one image alone, all."""
        alone = len(self.validation[0]) < 2  # a single code varies on no axis
        return torch.cat([self.validation[0], self.x]) if alone else self.validation[0]

    def save(self, folder: Path) -> Checkpoint:
        """Write the state to resume from, in one file, and then a usable checkpoint, which is returned.

        In this order a crash between two files loses nothing: the same command resumes from here.
        """
        folder.mkdir(parents=True, exist_ok=True)
        checkpoint.write_tensors(folder / STATE, *self._state())
        return self.save_weights(folder)

    def _state(self) -> tuple[dict[str, Tensor], dict[str, str]]:
        tensors = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        tensors |= {f"average.{k}": v for k, v in self.average.state_dict().items()}
        for i, values in self.optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{i}.{k}": v for k, v in values.items()}
        # On the CPU: other processes receive these, and must not have tensors on this one's GPU.
        on_cpu = {name: tensor.cpu() for name, tensor in tensors.items()}
        return on_cpu, {"history": json.dumps([asdict(e) for e in self.history]), "config": self._identity()}

    def _identity(self) -> str:
        begun = {"start": self.start} if self.start else {}
        return json.dumps(checkpoint.describe(self.model, self.config, self.images) | begun)

    def _read_state(self, path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
        with safe_open(path, framework="pt", device=self.device) as file:
            return {k: file.get_tensor(k) for k in file.keys()}, file.metadata()  # noqa: SIM118 (safe_open is no mapping)

    def resume(self, folder: Path) -> None:
        """Restore the last whole epoch in `folder`. Raises CheckpointError if damaged or of another configuration."""
        try:
            tensors, metadata = self._read_state(folder / STATE)
            if metadata["config"] != self._identity():
                raise checkpoint.CheckpointError(f"{folder} was trained with another configuration; give a new --out")
            self._take(tensors, metadata)
        except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:  # of other tensors, or texts
            raise checkpoint.CheckpointError(
                f"{folder / STATE} is damaged; move {folder} away to start again"
            ) from error

    def follow_first(self) -> None:
        """Broadcast rank 0's state: it alone has resumed from a file."""
        state = self.rank.of_first(lambda: self._state() if self.history else None)
        if state and not self.rank.leads:
            self._take(*state)

    def _take(self, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
        self.history = [Epoch(**e) for e in json.loads(metadata["history"])]
        self.network.load_state_dict(_below(tensors, "network."))
        self.average.load_state_dict(_below(tensors, "average."))
        state: dict[int, dict[str, Tensor]] = {}
        for key, value in _below(tensors, "optimizer.").items():
            index, name = key.split(".", 1)
            state.setdefault(int(index), {})[name] = value
        for i, parameter in enumerate(self.network.parameters()):
            if any(state[i][name].shape != parameter.shape for name in ("exp_avg", "exp_avg_sq")):
                raise ValueError(f"optimizer.{i} is of another shape")
        self.optimizer.load_state_dict(self.optimizer.state_dict() | {"state": state})


def _tensors(data: ImageData, device: str) -> tuple[Tensor, Tensor]:
    """Images (n, p) and labels (n,); of images without labels all are 0, and no autoencoder looks at them."""
    images = torch.tensor(data.images.reshape(len(data), -1), device=device)  # (n, p)
    labels = np.zeros(len(data)) if data.labels is None else data.labels
    return images, torch.tensor(labels, dtype=torch.long, device=device)  # (n,)


def _generator(device: str, *seeds: int) -> torch.Generator:
    return torch.Generator(device).manual_seed(_seed(*seeds))


def _seed(*seeds: int) -> int:
    mixed: int = sum(s * 1_000_003**i for i, s in enumerate(seeds))
    return mixed % 2**63


def _below(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}
