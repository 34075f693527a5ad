"""Rows of images, one below the other, each with its name: what several ways make of the same images."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from latent_explorer.model.arrays import Bytes

CELL, GAP, LINE = 96, 8, 20  # px: an image at least, the room between two, and a name's line
PAPER, INK = "#fff", "#222"


def rows_sheet(rows: Mapping[str, Bytes]) -> bytes:
    """A PNG of rows of images (n, side, side[, 3]) of one size, by their names, enlarged without smoothing."""
    own_side = next(iter(rows.values())).shape[1]
    scale = -(-CELL // own_side)
    side = own_side * scale
    count = max(len(images) for images in rows.values())
    sheet = Image.new("RGB", (count * (side + GAP) + GAP, len(rows) * (side + LINE + GAP) + GAP), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for row, (name, images) in enumerate(rows.items()):
        top = GAP + row * (side + LINE + GAP)
        draw.text((GAP, top), name, INK, font)
        for place, image in enumerate(images):
            large = Image.fromarray(image).resize((side, side), Image.Resampling.NEAREST)
            sheet.paste(large, (GAP + place * (side + GAP), top + LINE))
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
