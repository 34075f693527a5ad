"""Autoencoder and VAE as one network: `kind` decides whether a code is a point or a distribution."""

import torch
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, ImageSet, ModelConfig
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.jvp import linearise
from latent_explorer.model.networks.modules import ResidualDecoder, as_planes, encoder_trunk, full_precision


class Autoencoder(nn.Module):
    """Encoder q_φ(z|x) and decoder p_θ(x|z). Images are (n, p) float32 pixels in 0..1.

    `starts` (m, d) are places that the search for an image's code may start from, set once it is trained; or None.
    """

    starts: Tensor | None

    def __init__(self, config: ModelConfig, images: ImageSet = MNIST) -> None:
        super().__init__()
        self.config, self.images = config, images
        self.encoder = encoder_trunk(config.encoder_channels, config.encoder_width, images)
        self.mu = nn.Linear(config.encoder_width, config.latent_dim)
        self.decoder = ResidualDecoder(
            config.latent_dim, config.fourier_features, config.decoder_width, config.decoder_blocks, images.values
        )
        # Created last, so that under one seed the layers that twins share start from the same weights.
        self.log_sigma = nn.Linear(config.encoder_width, config.latent_dim) if config.samples else None
        self.register_buffer("starts", torch.zeros(config.starts, config.latent_dim) if config.starts else None)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Images x (n, p) to μ (n, d) and log σ (n, d); log σ is None for an autoencoder."""
        h = self.encoder(as_planes(x, self.images)).float()  # (n, width)
        with full_precision(h):
            return self.mu(h), None if self.log_sigma is None else self.log_sigma(h)

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to pixel logits (n, p); under both likelihoods their sigmoid is the decoded image."""
        logits: Tensor = self.decoder(z)
        return logits

    @torch.no_grad()
    def reorder(self, order: Tensor) -> None:
        """Make axis i of z what axis order[i] was; order is (d,). Reconstructions do not change."""
        for layer in filter(None, (self.mu, self.log_sigma)):
            layer.weight.copy_(layer.weight[order])
            layer.bias.copy_(layer.bias[order])
        self.decoder.reorder(order)

    def reconstruction(self, logits: Tensor, x: Tensor) -> Tensor:
        """−log p(x|z) in nats per pixel, (…, p), under the configured likelihood."""
        if self.config.likelihood == "bernoulli":
            return losses.reconstruction_bernoulli(logits, x)
        return losses.reconstruction_gaussian(logits, x, self.config.observation_sd)

    def between(self, logits: Tensor, x: Tensor) -> Tensor:
        """−log p(x|z) of every image x (n, p) with every code's logits (m, p), nats: (m, n)."""
        if self.config.likelihood == "bernoulli":
            return losses.between_bernoulli(logits, x)
        return losses.between_gaussian(logits, x, self.config.observation_sd)

    def pixel_jacobian(self, z: Tensor, directions: Tensor) -> Tensor:
        """Derivative of the decoded pixels (0..1) at z (n, d) along directions (k, d), per latent unit: (n, p, k)."""
        logits, change = linearise(self.decoder, z, directions)
        pixels = logits.sigmoid()[..., None]  # (n, p, 1)
        return change * pixels * (1 - pixels)

    def curvature(self, logits: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        """First and expected second derivative of the reconstruction term by each logit: (…, p) each."""
        if self.config.likelihood == "bernoulli":
            return losses.curvature_bernoulli(logits, x)
        return losses.curvature_gaussian(logits, x, self.config.observation_sd)


def reparameterise(mu: Tensor, log_sigma: Tensor | None, generator: torch.Generator) -> Tensor:
    """Sample z = μ + σ·ε for each row: (n, d). An autoencoder's z is μ. Source: Kingma & Welling 2014, §2.4."""
    if log_sigma is None:
        return mu
    noise = torch.randn(mu.shape, generator=generator, device=mu.device)  # (n, d)
    return mu + log_sigma.exp() * noise


def loss_terms(model: Autoencoder, x: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Reconstruction term and KL divergence of each image, nats, (n,) each, from one sampled z.

    An autoencoder has no KL divergence: its second term is zero.
    """
    mu, log_sigma = model.encode(x)
    z = reparameterise(mu, log_sigma, generator)  # (n, d)
    reconstruction = model.reconstruction(model.decode(z), x).sum(-1)  # (n,)
    if log_sigma is None:
        return reconstruction, torch.zeros_like(reconstruction)
    return reconstruction, losses.kl_per_dim(mu, log_sigma).sum(-1)
