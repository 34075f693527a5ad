"""MNIST's description: a configuration that names no image set means this one."""

from latent_explorer.model.config.image_set import ImageSet

MNIST = ImageSet(
    id="mnist",
    side=28,
    classes=tuple("0123456789"),
    item="digit",
    items="digits",
    item_vi="chữ số",
    ink=True,
    credit="MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges",
)
