import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MAX_TILE_ZOOM,
  TILE_SIZE,
  beyond,
  cellAt,
  clampToWorld,
  denseView,
  ellipse,
  fitZoom,
  imageSpacing,
  isDeepest,
  latentLength,
  nearestCode,
  nextTiles,
  transformation,
  worldBounds,
  zoomCloser,
  zoomToShow,
} from "../../../static/core/viewport.js";

const EXTENT = /** @type {const} */ ({ center: [6.5, -14], half_width: 54 });
const near = (actual, expected, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test("the extent's corners are the corners of the one tile of zoom 0, north up", () => {
  const [a, b, c, d] = transformation(EXTENT);
  near(a * (6.5 - 54) + b, 0);
  near(a * (6.5 + 54) + b, TILE_SIZE);
  near(c * (-14 + 54) + d, 0);
  near(c * (-14 - 54) + d, TILE_SIZE);
});

test("one scale on both axes", () => {
  const [a, , c] = transformation(EXTENT);
  assert.equal(a, -c);
});

test("the world's bounds are south west and north east as [z1, z0]", () => {
  assert.deepEqual(worldBounds(EXTENT), [
    [-68, -47.5],
    [40, 60.5],
  ]);
});

test("the whole extent fits into the shorter side", () => {
  assert.equal(fitZoom(256, 9999), 0);
  assert.equal(fitZoom(1024, 512), 1);
  assert.equal(fitZoom(64, 512), -2);
  assert.ok(Number.isFinite(fitZoom(0, 0)), "a map that is not laid out yet");
});

test("points are brought back into the world axis by axis", () => {
  assert.deepEqual(clampToWorld([0, 0], EXTENT), [0, 0]);
  assert.deepEqual(clampToWorld([1000, 1], EXTENT), [60.5, 1]);
  assert.deepEqual(clampToWorld([-1000, -1000], EXTENT), [-47.5, -68]);
  assert.deepEqual(clampToWorld([1, 1000], EXTENT), [1, 40]);
});

test("pixels reach half as far one zoom deeper, and never nowhere", () => {
  near(latentLength(EXTENT, 0, 256), 108);
  near(latentLength(EXTENT, 3, 8), 108 / 256);
  near(latentLength(EXTENT, 4, 8) * 2, latentLength(EXTENT, 3, 8));
  assert.ok(latentLength(EXTENT, 60, 1) > 0);
});

test("points of the ellipse satisfy its equation and go once around", () => {
  const points = ellipse([2, -3], [0.5, 4], 0, 40);
  assert.equal(points.length, 40);
  for (const [y, x] of points) near(((x - 2) / 0.5) ** 2 + ((y + 3) / 4) ** 2, 1);
  assert.equal(new Set(points.map(([y, x]) => `${y.toFixed(6)} ${x.toFixed(6)}`)).size, 40);
  near(Math.max(...points.map(([, x]) => x)), 2.5);
  near(Math.max(...points.map(([y]) => y)), 1);
});

test("what is shown fills a third of the map", () => {
  const zoom = zoomToShow(EXTENT, [0.2, 0.1], 600);
  const pixels = (2 * 0.2) / latentLength(EXTENT, zoom, 1);
  near(pixels, 200, 1e-6);
});

test("the larger radius decides, and a point is shown no deeper than tiles go", () => {
  assert.equal(zoomToShow(EXTENT, [0.1, 0.2], 600), zoomToShow(EXTENT, [0.2, 0.2], 600));
  assert.equal(zoomToShow(EXTENT, [0, 0], 600), MAX_TILE_ZOOM);
  assert.equal(zoomToShow(EXTENT, [1e-9, 1e-9], 600), MAX_TILE_ZOOM);
});

test("the dense view leaves out the outermost codes and keeps the others", () => {
  const many = Array.from({ length: 1000 }, (_, i) => [Math.cos(i) * 3 + 1, Math.sin(i) * 2 - 1]);
  const view = denseView([...many, [50, 30], [-47, -60]], EXTENT);
  near(view.center[0], 1, 0.1);
  near(view.center[1], -1, 0.1);
  assert.ok(view.half_width > 3 && view.half_width < 4, `${view.half_width}`);
});

test("the dense view is never larger than the extent", () => {
  assert.deepEqual(
    denseView(
      [
        [-47, -60],
        [60, 39],
      ],
      EXTENT,
    ),
    EXTENT,
  );
});

test("what comes into sight next lies around what is in sight, and deeper in its middle", () => {
  const extent = { center: [10, -4], half_width: 8 }; // tiles of zoom 2 are 4 wide, from 2 to 18 and from 4 to −12
  const next = nextTiles({ west: 7, east: 9, south: -5, north: -3 }, extent, 2.2);
  const around = next.filter(({ z }) => z === 2).map(({ x, y }) => `${x},${y}`);
  assert.deepEqual(around, ["0,0", "1,0", "2,0", "0,1", "2,1", "0,2", "2,2", "0,3", "1,3", "2,3"]);
  // The middle is 7.5 … 8.5 by −4.5 … −3.5, over tiles of 2.
  assert.deepEqual(
    next.filter(({ z }) => z !== 2),
    [
      { z: 3, x: 2, y: 3 },
      { z: 3, x: 3, y: 3 },
      { z: 3, x: 2, y: 4 },
      { z: 3, x: 3, y: 4 },
    ],
  );
});

test("beyond the world, and beyond the deepest zoom, there is nothing to fetch", () => {
  const extent = { center: [0, 0], half_width: 4 };
  assert.deepEqual(
    nextTiles({ west: -9, east: 9, south: -9, north: 9 }, extent, 0).filter(({ z }) => z === 0),
    [],
  );
  assert.ok(nextTiles({ west: 0, east: 1e-4, south: 0, north: 1e-4 }, extent, 14).every(({ z }) => z === 14));
});

test("the code under a point is the nearest within reach", () => {
  const codes = [
    { index: 4, mu: [0, 0] },
    { index: 7, mu: [1, 0] },
  ];
  assert.equal(nearestCode([0.7, 0], codes, 0.5), 7);
  assert.equal(nearestCode([0.4, 0], codes, 0.5), 4);
  assert.equal(nearestCode([0, 2], codes, 0.5), null);
});

test("a point lies in one tile, so far across and down from its upper left corner", () => {
  const {
    center: [x, y],
    half_width: half,
  } = EXTENT;
  const at = (right, up, zoom) => cellAt([x + right * half, y + up * half], EXTENT, zoom);
  assert.deepEqual(at(-1, 1, 3), { tile: "3/0/0", across: 0, down: 0 });
  const { tile, across, down } = at(0.5, -0.125, 1.4); // three quarters across, nine sixteenths down the world
  assert.equal(tile, "1/1/1");
  near(across, 0.5);
  near(down, 0.125);
});

test("the world's far edge, and what lies beyond, belongs to the last tile; no map has other tiles than there are", () => {
  const corner = cellAt([EXTENT.center[0] + 99, EXTENT.center[1] - 99], EXTENT, 2);
  assert.equal(corner.tile, "2/3/3");
  assert.ok(corner.across > 0.99 && corner.across < 1 && corner.down < 1);
  assert.equal(cellAt([0, 0], EXTENT, -2).tile, "0/0/0");
  assert.match(cellAt([0, 0], EXTENT, 20).tile, /^14\//);
});

test("codes in one place are shown with all of the extent; no map is without width", () => {
  assert.deepEqual(denseView(Array(300).fill([1, 1]), EXTENT), EXTENT);
  for (const half of [0, NaN, Infinity, -1])
    assert.throws(() => transformation({ center: [0, 0], half_width: half }), /latent units wide/);
});

test("a value is beyond a range on one side, but not by what rounding does", () => {
  const range = /** @type {[number, number]} */ ([-1, 2]);
  const asked = [-1.1, -1, -1 - 1e-12, 0, 2, 2 + 1e-12, 2.1];
  assert.deepEqual(
    asked.map((value) => beyond(value, range)),
    ["below", "", "", "", "", "", "above"],
  );
});

test("a zoom so many times closer brings images at least so close together, and ends where tiles do", () => {
  for (const [zoom, times] of [
    [3, 2],
    [3.4, 1.6],
    [5.6, 98],
    [-1, 3],
  ]) {
    assert.ok(imageSpacing(EXTENT, zoomCloser(zoom, times)) <= imageSpacing(EXTENT, zoom) / times, `${zoom}, ${times}`);
  }
  assert.equal(zoomCloser(10, 1e6), MAX_TILE_ZOOM);
  assert.deepEqual([13.4, 13.6].map(isDeepest), [false, true]);
});
