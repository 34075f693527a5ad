"""Ways to pack a tile, compared on one core: `python -m tests.bench.encoders` prints one of docs/performance.md.

Twelve tiles, of both twins at six zooms; median milliseconds and mean size of one.
"""

import statistics
import time
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.images.decode import mosaic
from latent_explorer.model.explore.map_grid import TILE_CELLS, TILE_SIZE, tile_points
from latent_explorer.model.explore.plane import on_plane
from latent_explorer.model.registry import ZOO, open_model

PLACES = ((0, 0, 0), (2, 1, 1), (3, 4, 4), (4, 7, 8), (5, 16, 16), (6, 30, 33))
ROUNDS = 15
GREYS = np.repeat(np.arange(256, dtype=np.uint8), 3).tobytes()
Tile = NDArray[np.uint8]


def tiles() -> list[Tile]:
    """Tiles (256, 256) of both twins."""
    models = [open_model(ZOO / name) for name in ("ae-2d", "vae-2d")]
    origin = np.zeros(2, np.float32)
    return [
        mosaic(
            m.codec.decode_bytes(on_plane(tile_points(m.extent, *place), origin)), TILE_CELLS, TILE_SIZE // TILE_CELLS
        )
        for m in models
        for place in PLACES
    ]


def pack(tile: Tile, palette: bool = False, **options: Any) -> bytes:
    """A tile by Pillow; with a palette PNG leaves its filters out."""
    image = Image.frombytes("P" if palette else "L", tile.shape[::-1], tile.tobytes())
    if palette:
        image.putpalette(GREYS)
    out = BytesIO()
    image.save(out, **options)
    return out.getvalue()


def ways() -> dict[str, Callable[[Tile], bytes]]:
    """Each way by its name."""
    png, webp = partial(pack, format="PNG"), partial(pack, format="WEBP")
    found: dict[str, Callable[[Tile], bytes]] = {
        f"PNG, level {level}": partial(png, compress_level=level) for level in (0, 1, 6, 9)
    }
    return found | {
        "PNG, run lengths (Z_RLE): chosen": partial(png, compress_level=1, compress_type=zlib.Z_RLE),
        "PNG, run lengths, palette": partial(png, palette=True, compress_level=1, compress_type=zlib.Z_RLE),
        "WebP, lossless, fastest": partial(webp, lossless=True, method=0, quality=0),
        "WebP, lossless, method 1": partial(webp, lossless=True, method=1, quality=0),
        "WebP, quality 80 (not exact)": partial(webp, method=0, quality=80),
    }


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    sheets = tiles()
    print("| a tile of 64 digits packed as | ms | KiB |\n|---|---|---|")
    for name, way in ways().items():
        sizes = [len(way(sheet)) for sheet in sheets]
        taken = []
        for sheet in sheets * ROUNDS:
            start = time.perf_counter()
            way(sheet)
            taken.append(1000 * (time.perf_counter() - start))
        print(f"| {name} | {statistics.median(taken):.2f} | {statistics.mean(sizes) / 1024:.1f} |")


if __name__ == "__main__":
    main()
