"""Images that we draw from known factors, so that what an axis of latent space holds can be measured."""

from latent_explorer.model.datasets.sprites.colour import COLOUR as COLOUR
from latent_explorer.model.datasets.sprites.drawn import DrawnSet as DrawnSet
from latent_explorer.model.datasets.sprites.grey import GREY as GREY
