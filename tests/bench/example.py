"""Training as PyTorch's own VAE example goes about it, written afresh: ours is measured against it.

A DataLoader hands out digits one by one, Adam takes plain steps in float32; no warps, no averaged weights.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from latent_explorer.model.config import ModelConfig
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder, reparameterise


class DigitSet(Dataset[Tensor]):
    """Digits as tensors, each made when it is asked for."""

    def __init__(self, digits: ImageData) -> None:
        self.images = digits.images

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Tensor:
        return torch.from_numpy(self.images[index]).float().div(255).view(-1)


def training(digits: ImageData, config: ModelConfig, batch_size: int) -> Callable[[], object]:
    """What trains an epoch, each time it is called."""
    network, generator = Autoencoder(config), torch.Generator().manual_seed(0)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loader = DataLoader(DigitSet(digits), batch_size, shuffle=True, drop_last=True)

    def train_epoch() -> None:
        for x in loader:
            optimizer.zero_grad()
            mu, log_sigma = network.encode(x)
            assert log_sigma is not None
            rebuilt = torch.sigmoid(network.decode(reparameterise(mu, log_sigma, generator)))
            loss = F.binary_cross_entropy(rebuilt, x, reduction="sum") + losses.kl_per_dim(mu, log_sigma).sum()
            loss.backward()
            loss.item()
            optimizer.step()

    return train_epoch
