"""Two of fully connected layers: a sigmoid at the end, or logits; one for black digits on white."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, Conventions
from tests.wild.style import Style, WildVae


class Homework(WildVae):
    """The network of a first exercise: μ and log σ² as a tuple, pixels by a sigmoid."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mean = nn.Linear(400, 20)
        self.to_log_variance = nn.Linear(400, 20)
        self.back = nn.Linear(20, 400)
        self.out = nn.Linear(400, 784)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.hidden(x))
        return self.to_mean(h), self.to_log_variance(h)

    def decode(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.out(F.relu(self.back(z))))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mean, log_variance = self.encode(x.view(-1, 784))
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        return self.decode(z), mean, log_variance


def fit_homework(images: Tensor, epochs: int = 20, beta: float = 1) -> Homework:
    """Summed binary cross entropy plus β times the divergence, by Adam."""
    vae = Homework()
    steps = torch.optim.Adam(vae.parameters(), lr=1e-3)
    for _ in range(epochs):
        for batch in images[torch.randperm(len(images))].split(128):
            decoded, mean, log_variance = vae(batch)
            loss = F.binary_cross_entropy(decoded, batch, reduction="sum")
            loss = loss - 0.5 * beta * torch.sum(1 + log_variance - mean**2 - log_variance.exp())
            steps.zero_grad()
            loss.backward()
            steps.step()
    return vae


class OnPaper(WildVae):
    """Two dimensions, logits, and digits as ink on paper; the code between two stacks of layers."""

    def __init__(self, latent: int = 2) -> None:
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(28 * 28, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU())
        self.mu_head, self.logvar_head = nn.Linear(128, latent), nn.Linear(128, latent)
        self.generator = nn.Sequential(
            nn.Linear(latent, 128), nn.ReLU(), nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, 28 * 28)
        )

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        features = self.trunk(x.flatten(1))
        return self.mu_head(features), self.logvar_head(features)

    def decode(self, z: Tensor) -> Tensor:
        logits: Tensor = self.generator(z)
        return logits.view(-1, 1, 28, 28)


def fit_on_paper(images: Tensor, epochs: int = 25) -> OnPaper:
    """The loss with logits; mean over the batch."""
    paper = (1 - images).view(-1, 1, 28, 28)
    vae, criterion = OnPaper(), nn.BCEWithLogitsLoss(reduction="sum")
    optimiser = torch.optim.AdamW(vae.parameters(), lr=2e-3)
    for _ in range(epochs):
        for batch in paper[torch.randperm(len(paper))].split(64):
            mu, logvar = vae.encode(batch)
            z = torch.distributions.Normal(mu, (logvar / 2).exp()).rsample()
            kl = (logvar.exp() + mu.square() - 1 - logvar).sum() / 2
            optimiser.zero_grad()
            ((criterion(vae.decode(z), batch) + kl) / len(batch)).backward()
            optimiser.step()
    return vae


HOMEWORK = Style(
    "homework",
    "MLP, flat; μ and log σ² as a tuple; sigmoid, summed BCE; d = 20",
    MNIST,
    Conventions((784,)),
    20,
    fit_homework,
)
ON_PAPER = Style(
    "on-paper",
    "MLP, black on white; μ and log σ²; logits; d = 2",
    MNIST,
    Conventions((1, 28, 28), output="logits", inverted=True),
    2,
    fit_on_paper,
)
