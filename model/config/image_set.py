"""What the images of a set are, stored in every checkpoint that was trained on another set than MNIST."""

import math
from dataclasses import dataclass, field

from latent_explorer.model.config.fields import Config, ConfigError, about, check_id

CHANNELS = (1, 3)  # grey, or red, green and blue
MAX_CLASSES = 256  # the sample keeps a label in a byte
MAX_TEXT = 200  # characters of a name or a credit


@dataclass(frozen=True)
class ImageSet(Config):
    """Square images, grey or in colour, with classes or without.

    An image is an array of `shape`, uint8, and flattened row by row, with the channels of a pixel side by side:
    `values` numbers. `classes` are the names of the labels 0, 1, …; none for a set without labels. `item` and `items`
    say what an image shows, in English, `item_vi` in Vietnamese. `ink`: light strokes on black as MNIST has them, which
    a page paints with the ink of its theme, and as which pictures are read; other images keep their colours.
    """

    id: str
    side: int = field(metadata=about(range=(8, 64)))
    channels: int = 1
    classes: tuple[str, ...] = ()
    item: str = "image"
    items: str = "images"
    item_vi: str = "ảnh"
    ink: bool = False
    credit: str = ""

    def __post_init__(self) -> None:
        check_id(self.id, "an image set's id")
        self._check_whole()
        if self.channels not in CHANNELS:
            raise ConfigError(f"channels must be 1 for grey or 3 for colour, not {self.channels!r}")
        if len(self.classes) > MAX_CLASSES or len(set(self.classes)) < len(self.classes):
            raise ConfigError(f"classes must be up to {MAX_CLASSES} different names")
        for text in (*self.classes, self.item, self.items, self.item_vi, self.credit):
            if not isinstance(text, str) or len(text) > MAX_TEXT:
                raise ConfigError(f"an image set's names and texts have up to {MAX_TEXT} characters, not {text!r:.80}")
        if not isinstance(self.ink, bool) or (self.ink and self.channels > 1):
            raise ConfigError("ink is true or false, and true of grey images only")

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one image: (side, side), or (side, side, 3) in colour."""
        return (self.side, self.side) if self.channels == 1 else (self.side, self.side, self.channels)

    @property
    def values(self) -> int:
        """How many numbers an image has."""
        return math.prod(self.shape)
