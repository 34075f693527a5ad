import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from latent_explorer.model.explore.map_grid import (
    MAX_ZOOM,
    TILE_CELLS,
    Extent,
    OutsideWorld,
    extent_of,
    nodes,
    tile_points,
)
from latent_explorer.model.explore.plane import on_plane
from latent_explorer.model.statistics.spread import spread

EXTENT = Extent((1.0, -2.0), 4.0)


def test_zoom_0_covers_the_extent() -> None:
    points = tile_points(EXTENT, 0, 0, 0)
    assert points.shape == (64, 2)
    assert_allclose(points.min(axis=0), [-3 + 0.5, -6 + 0.5])
    assert_allclose(points.max(axis=0), [5 - 0.5, 2 - 0.5])


def test_first_row_is_the_top_and_first_column_the_left() -> None:
    first, second, below = (tile_points(EXTENT, 0, 0, 0)[i] for i in (0, 1, TILE_CELLS))
    assert_allclose(first, [-2.5, 1.5])
    assert_allclose(second - first, [1, 0])
    assert_allclose(below - first, [0, -1])


def test_tiles_run_right_and_down() -> None:
    here, right, down = (tile_points(EXTENT, 2, x, y).mean(axis=0) for x, y in ((1, 1), (2, 1), (1, 2)))
    assert_allclose(right - here, [2, 0], atol=1e-12)
    assert_allclose(down - here, [0, -2], atol=1e-12)


@given(zoom=st.integers(0, MAX_ZOOM - 1), data=st.data())
def test_four_children_subdivide_their_parent(zoom: int, data: st.DataObject) -> None:
    x, y = (data.draw(st.integers(0, 2**zoom - 1)) for _ in "xy")
    parent = tile_points(EXTENT, zoom, x, y)
    children = np.concatenate([tile_points(EXTENT, zoom + 1, 2 * x + i, 2 * y + j) for j in (0, 1) for i in (0, 1)])
    # Each cell of the parent has its centre in the middle of four cells of the children.
    assert_allclose(children.mean(axis=0), parent.mean(axis=0), atol=1e-9)
    quarter = EXTENT.half_width / TILE_CELLS / 2**zoom / 2
    corners = np.array([[dx, dy] for dx in (-1, 1) for dy in (-1, 1)]) * quarter
    expected = (parent[:, None] + corners).reshape(-1, 2)

    def ordered(points: NDArray[np.float64]) -> list[list[float]]:
        rounded: list[list[float]] = np.round(points, 9).tolist()
        return sorted(rounded)

    assert_allclose(ordered(children), ordered(expected), atol=1e-8)


extents = st.builds(Extent, st.tuples(st.floats(-50, 50), st.floats(-50, 50)), st.floats(0.01, 100))


@st.composite
def tiles(draw: st.DrawFn) -> tuple[int, int, int]:
    zoom = draw(st.integers(0, MAX_ZOOM))
    return zoom, *(draw(st.integers(0, 2**zoom - 1)) for _ in "xy")  # type: ignore[return-value]


def edges(extent: Extent, tile: tuple[int, int, int], cells: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a tile, half a cell around its points."""
    points = tile_points(extent, *tile, cells)
    half = extent.half_width / (cells * 2 ** tile[0])
    (left, bottom), (right, top) = points.min(0) - half, points.max(0) + half
    return left, right, bottom, top


@given(extents, tiles(), st.sampled_from([TILE_CELLS, 2 * TILE_CELLS]))
def test_every_point_of_a_tile_lies_in_the_world(extent: Extent, tile: tuple[int, int, int], cells: int) -> None:
    points = tile_points(extent, *tile, cells)
    assert points.shape == (cells**2, 2)
    assert (np.abs(points - extent.center) < extent.half_width).all()


@given(extents, tiles(), st.sampled_from([TILE_CELLS, 2 * TILE_CELLS]))
def test_neighbours_share_an_edge(extent: Extent, tile: tuple[int, int, int], cells: int) -> None:
    zoom, x, y = tile
    close = 1e-9 * (extent.half_width + 50)
    left, right, bottom, top = edges(extent, tile, cells)
    if x + 1 < 2**zoom:
        assert abs(edges(extent, (zoom, x + 1, y), cells)[0] - right) < close
    if y + 1 < 2**zoom:
        assert abs(edges(extent, (zoom, x, y + 1), cells)[3] - bottom) < close
    if zoom < MAX_ZOOM:  # and a zoom deeper halves the step
        child = edges(extent, (zoom + 1, 2 * x, 2 * y), cells)
        assert_allclose(child, (left, (left + right) / 2, (bottom + top) / 2, top), atol=close)


@given(extents, tiles(), st.integers(0, TILE_CELLS**2 - 1))
def test_a_point_leads_back_to_its_tile(extent: Extent, tile: tuple[int, int, int], index: int) -> None:
    """World to tile by the rule that the map uses: parts of the world from the left, and from the top."""
    zoom, x, y = tile
    point = tile_points(extent, *tile)[index]
    part = np.array([point[0] - extent.left, extent.top - point[1]]) / (2 * extent.half_width)
    assert np.floor(part * 2**zoom).tolist() == [x, y]


@pytest.mark.parametrize(
    ("zoom", "x", "y"), [(-1, 0, 0), (0, 1, 0), (0, 0, 1), (3, 8, 0), (3, 0, -1), (MAX_ZOOM + 1, 0, 0), (10**9, 0, 0)]
)
def test_outside_raises(zoom: int, x: int, y: int) -> None:
    with pytest.raises(OutsideWorld):
        tile_points(EXTENT, zoom, x, y)


def test_neighbouring_cells_differ_in_float32_at_the_deepest_zoom() -> None:
    x = 2**MAX_ZOOM - 1
    z = on_plane(tile_points(EXTENT, MAX_ZOOM, x, 0), np.zeros(2))
    assert len(np.unique(z, axis=0)) == 64


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=1, max_size=20))
def test_extent_holds_all_codes(codes: list[tuple[float, float]]) -> None:
    extent = extent_of(np.array(codes), spread(np.array(codes)))
    assert (np.abs(np.array(codes) - extent.center) <= extent.half_width).all()


def test_codes_in_one_place_get_a_map_around_them_and_a_line_one_as_long() -> None:
    point, line = np.full((9, 2), 5.0), np.stack([np.linspace(-8, 8, 9), np.zeros(9)], axis=1)
    assert extent_of(point, spread(point)) == Extent((5.0, 5.0), 3.18)
    assert extent_of(line, spread(line)) == Extent((0.0, 0.0), 8.48)


def test_plane_goes_through_its_code() -> None:
    assert on_plane(np.array([[1.0, 2.0], [3.0, 4.0]]), np.arange(4.0)).tolist() == [[1, 2, 2, 3], [3, 4, 2, 3]]


def test_nodes_lie_row_by_row_from_the_lowest_values() -> None:
    found = nodes(Extent((1.0, -1.0), 2.0), 3)
    assert found.tolist() == [[x, y] for y in (-3, -1, 1) for x in (-1, 1, 3)]
