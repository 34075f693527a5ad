"""The models that are shipped, by name."""

from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.image_sets import JUDGE

# Judges of other sets than MNIST stand with their sets.
SHIPPED = sorted(path.parent.name for path in ZOO.glob("*/config.json"))
MODELS = [name for name in SHIPPED if name != JUDGE]
