"""The VAE that people hand in as homework, as PyTorch's example writes it, trained for a moment on the sample."""

from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.datasets.sample import mnist_sample

LATENT_DIM, EPOCHS, BATCH = 4, 12, 50


class Homework(nn.Module):
    """Its layers are named as in the example, so that its weights are recognised."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784, 64), nn.Linear(64, LATENT_DIM), nn.Linear(64, LATENT_DIM)
        self.fc3, self.fc4 = nn.Linear(LATENT_DIM, 64), nn.Linear(64, 784)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.fc1(x.flatten(1)))
        return self.fc21(h), self.fc22(h)

    def decode(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def loss(self, x: Tensor) -> Tensor:
        mu, log_var = self.encode(x)
        z = mu + torch.randn_like(mu) * (log_var / 2).exp()
        kl = 0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum()
        return F.binary_cross_entropy(self.decode(z), x, reduction="sum") + kl


def images() -> Tensor:
    """The shipped sample, (1000, 1, 28, 28), in 0..1."""
    return torch.from_numpy(mnist_sample().pixels).view(-1, 1, 28, 28)


@cache
def homework() -> Homework:
    """Trained on the sample, always alike; 2 seconds of a core."""
    torch.manual_seed(0)
    vae, x = Homework(), images().flatten(1)
    optimiser = torch.optim.Adam(vae.parameters(), 3e-3)
    for _ in range(EPOCHS):
        for batch in x[torch.randperm(len(x))].split(BATCH):
            optimiser.zero_grad()
            vae.loss(batch).backward()
            optimiser.step()
    return vae.eval()
