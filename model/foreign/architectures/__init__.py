"""Autoencoders and VAEs that people train as they were published, known by the names and shapes of their weights."""

from latent_explorer.model.foreign.architectures.recognise import Recognised as Recognised
from latent_explorer.model.foreign.architectures.recognise import recognise as recognise
