"""Rows of images, one below the other, each with its name: what several ways make of the same images."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import to_bytes
from latent_explorer.model.config import ImageSet

CELL, GAP, LINE = 96, 8, 20  # px: an image at least, the room between two, and a name's line
PAPER, INK = "#fff", "#222"


def rows_sheet(rows: Mapping[str, Array], of: ImageSet) -> bytes:
    """A PNG of rows of images (n, p) in 0..1 by their names, enlarged without smoothing."""
    scale = -(-CELL // of.side)
    side = of.side * scale
    count = max(len(images) for images in rows.values())
    sheet = Image.new("RGB", (count * (side + GAP) + GAP, len(rows) * (side + LINE + GAP) + GAP), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for row, (name, images) in enumerate(rows.items()):
        top = GAP + row * (side + LINE + GAP)
        draw.text((GAP, top), name, INK, font)
        for place, image in enumerate(to_bytes(images, of)):
            large = Image.fromarray(image).resize((side, side), Image.Resampling.NEAREST)
            sheet.paste(large, (GAP + place * (side + GAP), top + LINE))
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
