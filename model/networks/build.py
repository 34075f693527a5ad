"""From a configuration to the network that it describes."""

from torch import nn

from latent_explorer.model.config import ModelConfig
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.judge import Judge


def build(model: ModelConfig) -> nn.Module:
    """The untrained network of a configuration, with weights drawn from torch's global generator."""
    return Judge() if model.kind == "judge" else Autoencoder(model)
