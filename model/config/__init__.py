"""Configurations of models, of their training and of their images: frozen dataclasses, stored in every checkpoint."""

from latent_explorer.model.config.conventions import Axes as Axes
from latent_explorer.model.config.conventions import Conventions as Conventions
from latent_explorer.model.config.conventions import Layout as Layout
from latent_explorer.model.config.conventions import Output as Output
from latent_explorer.model.config.conventions import Pixels as Pixels
from latent_explorer.model.config.conventions import Second as Second
from latent_explorer.model.config.fields import ID as ID
from latent_explorer.model.config.fields import Config as Config
from latent_explorer.model.config.fields import ConfigError as ConfigError
from latent_explorer.model.config.fields import about as about
from latent_explorer.model.config.fields import check_id as check_id
from latent_explorer.model.config.foreign import ForeignConfig as ForeignConfig
from latent_explorer.model.config.image_set import ImageSet as ImageSet
from latent_explorer.model.config.mnist import MNIST as MNIST
from latent_explorer.model.config.model import NORM_GROUPS as NORM_GROUPS
from latent_explorer.model.config.model import Kind as Kind
from latent_explorer.model.config.model import Likelihood as Likelihood
from latent_explorer.model.config.model import ModelConfig as ModelConfig
from latent_explorer.model.config.training import Precision as Precision
from latent_explorer.model.config.training import TrainConfig as TrainConfig
