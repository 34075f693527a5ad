"""From a configuration to the network that it describes."""

from torch import nn

from latent_explorer.model.config import MNIST, ImageSet, ModelConfig
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.judge import Judge


def build(model: ModelConfig, images: ImageSet = MNIST) -> nn.Module:
    """The untrained network of a configuration for a set's images, with weights drawn from torch's global generator."""
    return Judge(images) if model.kind == "judge" else Autoencoder(model, images)
