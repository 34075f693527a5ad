"""Pictures of all sizes, depths, colours and transparencies on one scale."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from latent_explorer.model.datasets.image_data import DataError
from tests.helpers.data_files import glyphs, picture, put, read, said

DARK = np.linspace(0, 0.45 * 255, 2 * 28 * 28).round().astype(np.uint8).reshape(2, 28, 28)


def put_all(folder: Path, images: object) -> None:
    for i, image in enumerate(np.asarray(images)):
        picture(folder / f"{i}.png", image)


def test_twins_of_8_and_16_bits_are_equal_though_they_are_dark(tmp_path: Path) -> None:
    put_all(tmp_path / "8", DARK)
    put_all(tmp_path / "16", DARK.astype(np.uint16) * 257)
    shallow, deep = read(tmp_path / "8"), read(tmp_path / "16")
    np.testing.assert_array_equal(shallow.train.images, DARK)
    np.testing.assert_array_equal(deep.train.images, DARK)
    assert said(shallow, "0 to 115", "white 255") and said(deep, "white 65,535")


def test_twins_are_equal_at_another_side_too(tmp_path: Path) -> None:
    put_all(tmp_path / "8", DARK)
    put_all(tmp_path / "16", DARK.astype(np.uint16) * 257)
    shallow, deep = (read(tmp_path / depth, side=16).train.images for depth in ("8", "16"))
    np.testing.assert_array_equal(shallow, deep)
    assert shallow.shape == (2, 16, 16)


def test_a_dark_and_a_light_deep_picture_keep_their_distance(tmp_path: Path) -> None:
    dark, light = np.full((28, 28), 10_000, np.uint16), np.full((28, 28), 60_000, np.uint16)
    put_all(tmp_path, [dark, light])
    means = read(tmp_path).train.images.mean((1, 2))
    np.testing.assert_array_equal(means, np.rint(np.array([10_000, 60_000]) / 257))


def test_12_bits_in_16_are_asked_for(tmp_path: Path) -> None:
    put_all(tmp_path, DARK.astype(np.uint16) * 35)
    with pytest.raises(DataError, match=r"4,025 of 65,535|4025 of 65,535.*--range 0,4095"):
        read(tmp_path)
    np.testing.assert_array_equal(read(tmp_path, range=(0, 4095)).train.images, np.rint(DARK * (35 * 255 / 4095)))


def test_masks_of_0_and_1_are_asked_for(tmp_path: Path) -> None:
    masks = (glyphs(3) > 127).astype(np.uint8)
    put_all(tmp_path, masks)
    with pytest.raises(DataError, match="--range 0,255 or, say, --range 0,1"):
        read(tmp_path)
    np.testing.assert_array_equal(read(tmp_path, range=(0, 1)).train.images, masks * 255)


def test_values_outside_of_the_declared_range_are_named(tmp_path: Path) -> None:
    put_all(tmp_path, DARK)
    with pytest.raises(DataError, match=r"/1\.png has the value 10\d, outside of the range 0 to 100"):
        read(tmp_path, range=(0, 100))


def test_own_sizes_are_kept_where_all_agree(tmp_path: Path) -> None:
    put_all(tmp_path, glyphs(3, 48))
    assert read(tmp_path).images.side == 48


@pytest.mark.parametrize("sizes", [((28, 28), (28, 28), (20, 28)), ((100, 100),), ((5, 5),), ((28, 30), (28, 30))])
def test_others_become_32_and_that_is_said(sizes: tuple[tuple[int, int], ...], tmp_path: Path) -> None:
    for i, (height, width) in enumerate(sizes):
        picture(tmp_path / f"{i}.png", np.full((height, width), 200, np.uint8))
    found = read(tmp_path)
    assert found.train.images.shape == (len(sizes), 32, 32) and said(found, "32×32")
    assert np.ptp(found.train.images) == 0  # margins go on as the border
    assert said(found, "not square") == any(height != width for height, width in sizes)


def test_the_size_that_is_told_is_the_files_own(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", np.full((1500, 2000), 200, np.uint8))
    found = read(tmp_path / "a.png")
    assert said(found, "2000×1500 px") and found.images.id == "a"


def test_those_read_before_another_size_came_are_scaled_alike(tmp_path: Path) -> None:
    images = glyphs(2)
    put_all(tmp_path / "one", [images[0]])
    picture(tmp_path / "one" / "x.png", np.zeros((10, 10), np.uint8))
    declared, settled = read(tmp_path / "one", side=32), read(tmp_path / "one")
    np.testing.assert_array_equal(declared.train.images, settled.train.images)


def test_grey_saved_in_colour_is_grey_and_one_colour_makes_all_coloured(tmp_path: Path) -> None:
    images = glyphs(2)
    put_all(tmp_path, np.repeat(images[..., None], 3, axis=3))
    assert read(tmp_path).images.channels == 1
    red = np.zeros((28, 28, 3), np.uint8)
    red[..., 0] = 200
    picture(tmp_path / "red.png", red)
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images[2], red)
    np.testing.assert_array_equal(found.train.images[0], np.repeat(images[0][..., None], 3, axis=2))
    np.testing.assert_array_equal(read(tmp_path, colour=False).train.images[2], np.full((28, 28), 60))


def transparent(ink: int) -> Image.Image:
    """A bar of one grey, half of it seen through, on nothing."""
    values = np.zeros((28, 28, 4), np.uint8)
    values[5:20, 10:14] = (ink, ink, ink, 255)
    values[20:24, 10:14] = (ink, ink, ink, 128)
    values[..., :3][values[..., 3] == 0] = 77  # what nobody sees
    return Image.fromarray(values)


@pytest.mark.parametrize(("ink", "paper"), [(10, 255), (240, 0)])
def test_transparent_pictures_stand_on_what_sets_them_off(ink: int, paper: int, tmp_path: Path) -> None:
    for i in range(2):
        transparent(ink).save(tmp_path / f"{i}.png")
    found = read(tmp_path)
    image = found.train.images[0]
    assert image[0, 0] == paper and image[6, 11] == ink and found.images.channels == 1
    assert abs(int(image[21, 11]) - (ink + paper) / 2) <= 1
    assert said(found, "2 pictures are transparent", "white" if paper else "black")


def test_a_set_has_one_paper(tmp_path: Path) -> None:
    for i, ink in enumerate((10, 20, 240)):
        transparent(ink).save(tmp_path / f"{i}.png")
    assert read(tmp_path).train.images[:, 0, 0].tolist() == [255, 255, 255]


def test_transparent_margins_are_transparent(tmp_path: Path) -> None:
    transparent(10).crop((8, 4, 16, 26)).save(tmp_path / "a.png")
    assert read(tmp_path).train.images[0, 0, 0] == 255


KINDS: dict[str, Callable[[Path, Image.Image], None]] = {
    "palette": lambda path, image: image.quantize(256).save(path),
    "bits": lambda path, image: image.convert("1").save(path),
    "turned by Exif": lambda path, image: _turned(path, image),
}


def _turned(path: Path, image: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)


@pytest.mark.parametrize("save", KINDS.values(), ids=KINDS)
def test_kinds_of_files_give_the_same_picture(save: Callable[[Path, Image.Image], None], tmp_path: Path) -> None:
    image = (glyphs(1)[0] > 127).astype(np.uint8) * np.uint8(255)
    save(tmp_path / "a.png", Image.fromarray(image))
    np.testing.assert_array_equal(read(tmp_path).train.images[0], image)


def test_broken_numbers_are_scaled_by_the_whole_set(tmp_path: Path) -> None:
    for i, high in enumerate((0.2, 1.0)):
        Image.fromarray(np.linspace(0, high, 784, dtype=np.float32).reshape(28, 28)).save(tmp_path / f"{i}.tiff")
    found = read(tmp_path)
    assert found.train.images.max((1, 2)).tolist() == [51, 255]
    Image.fromarray(np.full((28, 28), np.nan, np.float32)).save(tmp_path / "2.tiff")
    with pytest.raises(DataError, match=r"2\.tiff has a pixel that is no number"):
        read(tmp_path)


def test_animations_are_refused_by_name(tmp_path: Path) -> None:
    frames = [Image.fromarray(image) for image in glyphs(2)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    with pytest.raises(DataError, match=r"a\.gif is an animation"):
        read(tmp_path)
    put(tmp_path / "a.gif", b"")
