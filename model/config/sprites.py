"""The descriptions of the images that our own code draws from known factors."""

from latent_explorer.model.config.image_set import ImageSet

SHAPES = ("heart", "arrow", "L")

SPRITES = ImageSet(
    id="sprites",
    side=32,
    classes=SHAPES,
    item="sprite",
    items="sprites",
    item_vi="hình",
    credit="Drawn by Latent Explorer",
)

COLOUR_SPRITES = ImageSet(
    id="colour-sprites",
    side=32,
    channels=3,
    classes=SHAPES,
    item="sprite",
    items="sprites",
    item_vi="hình",
    credit="Drawn by Latent Explorer",
)
