"""Pictures that no camera took: drawings, screens, scans and enlarged pixels."""

from typing import Any

import numpy as np
from PIL import Image

from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.photos.camera import box_of, paint, save
from tests.helpers.photos.pen import write
from tests.helpers.photos.scene import Array, Box, Scene

A4 = 3508, 2480  # height and width, px at 300 to the inch
PER_MM = 300 / 25.4


def transparent(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A drawing with nothing behind it, in any colour."""
    scene.pen = (0.05, 0.15)
    _, ink, asked = paint(scene, indices)
    pixels = np.empty((*scene.shape, 4), np.uint8)
    pixels[..., :3] = scene.random.integers(0, 256, 3) if scene.random.random() < 0.4 else scene.random.choice([0, 255])
    pixels[..., 3] = np.rint(ink * 255)
    return save(Image.fromarray(pixels), "PNG", compress_level=1), box_of(asked)


def screenshot(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A drawing app: light or dark, half of them with a bar of tools along the top."""
    scene.pen = (0.04, 0.16)
    dark = scene.random.random() < 0.4
    scene.paper = (0.12, 0.12, 0.13) if dark else (1.0, 1.0, 1.0)
    colours = [(0.0, 0.0, 0.0), (0.1, 0.3, 0.9), (0.85, 0.15, 0.1)]
    scene.ink = (1.0, 0.95, 0.6) if dark else colours[scene.random.integers(3)]
    sheet, ink, asked = paint(scene, indices)
    page = sheet + ink[..., None] * (np.array(scene.ink, np.float32) - sheet)
    if scene.random.random() < 0.5:
        page = _with_tools(scene, page, 0.25 if dark else 0.9)
        asked = np.where(np.arange(scene.height)[:, None] < scene.height // 18, np.float32(0), asked)
    return save(Image.fromarray((page * 255).astype(np.uint8)), "PNG", compress_level=1), box_of(asked)


def small_scan(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A whole page with one digit of 3 to 8 mm on it, as scanners save it: two levels, grey, or JPEG."""
    side = round(scene.between(3, 8) * PER_MM)
    scene.pen = (0.4 * PER_MM / side, 0.7 * PER_MM / side)
    digit = write(scene, indices[0], side)
    height, width = A4
    top, left = (int(scene.random.integers(n // 12, n - n // 12 - len(digit))) for n in A4)
    page = np.zeros(A4, np.float32)
    page[top : top + len(digit), left : left + len(digit)] = digit
    inked = box_of(digit)
    box = tuple(
        (start + part * len(digit)) / n for start, part, n in zip((left, top), inked[:2], (width, height), strict=True)
    )
    size = tuple(part * len(digit) / n for part, n in zip(inked[2:], (width, height), strict=True))
    return _scanned(scene, 1 - page * np.float32(scene.between(0.75, 0.95))), (*box, *size)  # type: ignore[return-value]


def _scanned(scene: Scene, page: Array) -> bytes:
    kind = scene.random.integers(3)
    if kind == 0:
        return save(Image.fromarray(page > 0.6), "TIFF", compression="group4")
    grain = np.float32(0.008) * scene.random.standard_normal(page.shape, np.float32)
    grey = Image.fromarray((np.clip(page * 0.98 + grain, 0, 1) * 255).astype(np.uint8))
    return save(grey, "PNG", compress_level=1) if kind == 1 else save(grey, "JPEG", quality=scene.quality)


def enlarged_pixels(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A digit of 8×8 or 28×28 pixels, each of them enlarged to a block, on a margin or none, in either polarity."""
    image = load_sample().images[indices[0]]
    small = image if scene.random.random() < 0.25 else _eight(image)
    block = int(scene.random.integers(6, 25))
    pixels = np.pad(np.kron(small, np.ones((block, block), np.uint8)), int(scene.random.integers(0, 3)) * block)
    asked = (pixels > 60).astype(np.float32)
    dark = scene.random.random() < 0.5
    return save(Image.fromarray(pixels if dark else 255 - pixels), "PNG"), box_of(asked)


def _eight(image: Any) -> Any:
    """An image (28, 28) uint8 as (8, 8) in 17 levels, its digit as large as in those of Alpaydin and Kaynak (1998)."""
    rows, columns = (np.flatnonzero((image > 60).any(axis)) for axis in (1, 0))
    cut = Image.fromarray(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    size = max(3, round(8 * cut.width / max(cut.size))), max(3, round(8 * cut.height / max(cut.size)))
    small = np.asarray(cut.resize(size, Image.Resampling.BOX))
    missing = [(8 - n) for n in small.shape]
    levels = np.rint(np.pad(small, [(n // 2, n - n // 2) for n in missing]) / 255 * 16)
    return (levels * 255 / 16).astype(np.uint8)


def _with_tools(scene: Scene, page: Array, tone: float) -> Array:
    bar = scene.height // 18
    page = page.copy()
    page[:bar] = tone
    for left in range(bar // 3, scene.width - bar, 2 * bar):
        page[bar // 4 : 3 * bar // 4, left : left + bar // 2] = scene.random.uniform(0, 1, 3)
    return page


DRAWN = {
    "transparent": transparent,
    "screenshot": screenshot,
    "small on A4": small_scan,
    "enlarged pixels": enlarged_pixels,
}
