"""Images of a set as strips, each a PNG in the page itself."""

from base64 import b64encode

from markupsafe import Markup

from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import to_bytes
from latent_explorer.model.config import ImageSet

BETWEEN = 2  # px around two images, at the images' own size


def strip(images: Array, about: ImageSet, said: str) -> Markup:
    """Images (n, p) side by side, enlarged by the browser; light strokes on black are inverted on a light page."""
    pixels = to_bytes(images.clip(0, 1), about)
    data = png(mosaic(pixels, len(pixels), about.side + BETWEEN))
    kind = "strip ink" if about.ink else "strip"
    return Markup('<img class="{}" alt="{}" src="data:image/png;base64,{}">').format(
        kind, said, b64encode(data).decode()
    )
