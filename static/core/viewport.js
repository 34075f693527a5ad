/** The map's geometry in the browser: latent points to map pixels and back. Pure: no Leaflet, no DOM. */

/** @typedef {{center: [number, number], half_width: number}} Extent in latent units */
/** @typedef {[number, number]} Point a latent point (z₀, z₁) */

export const TILE_SIZE = 256;
export const MAX_TILE_ZOOM = 14;
const SHORTEST_STEP = 1e-6;

/**
 * The affine map from latent units to pixels at zoom 0, where one tile shows the whole extent: x = a·z₀ + b, y = c·z₁ +
 * d.
 * @param {Extent} extent
 * @returns {[number, number, number, number]} a, b, c, d
 */
export function transformation({ center: [x, y], half_width: half }) {
  const scale = TILE_SIZE / (2 * half);
  return [scale, -scale * (x - half), -scale, scale * (y + half)];
}

/**
 * The corners of the world as [[south, west], [north, east]], drawn in by a part of itself.
 * @param {Extent} extent @param {number} [inset]
 * @returns {[[number, number], [number, number]]}
 */
export function worldBounds({ center: [x, y], half_width }, inset = 0) {
  const half = half_width * (1 - inset);
  return [
    [y - half, x - half],
    [y + half, x + half],
  ];
}

/**
 * The zoom at which the whole extent fits into a map of so many pixels.
 * @param {number} width @param {number} height
 */
export function fitZoom(width, height) {
  return Math.log2(Math.max(1, Math.min(width, height)) / TILE_SIZE);
}

/**
 * The nearest point of the world.
 * @param {Point} point @param {Extent} extent @returns {Point}
 */
export function clampToWorld(point, { center, half_width: half }) {
  const clamp = (/** @type {0 | 1} */ axis) =>
    Math.min(Math.max(point[axis], center[axis] - half), center[axis] + half);
  return [clamp(0), clamp(1)];
}

/**
 * How far, in latent units, so many pixels reach at a zoom.
 * @param {Extent} extent @param {number} zoom @param {number} pixels
 */
export function latentLength({ half_width: half }, zoom, pixels) {
  return Math.max((2 * half * pixels) / (TILE_SIZE * 2 ** zoom), SHORTEST_STEP);
}

const CELL = 32; // pixels along a decoded image of a tile at its own size

/**
 * How far apart, in latent units, neighbouring images stand on a map.
 * @param {Extent} extent @param {number} zoom of the map: its tiles are those of the nearest whole zoom
 */
export function imageSpacing(extent, zoom) {
  const whole = Math.min(Math.max(Math.round(zoom), 0), MAX_TILE_ZOOM);
  return latentLength(extent, whole, CELL);
}

/**
 * Points of the ellipse around a centre with the given radii, closed, as [z₁, z₀] for the map.
 * @param {Point} center @param {Point} radii @param {number} [count]
 * @returns {[number, number][]}
 */
export function ellipse([x, y], [rx, ry], count = 72) {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [y + ry * Math.sin(angle), x + rx * Math.cos(angle)];
  });
}

/**
 * The distance from a point to the count-th nearest code: how close one must look to see its neighbours.
 * @param {number[]} point @param {number[][]} codes @param {number} count
 */
export function neighbourDistance([x, y], codes, count) {
  const distances = codes.map((code) => Math.hypot(code[0] - x, code[1] - y)).sort((a, b) => a - b);
  return distances[Math.min(count, distances.length - 1)];
}

/**
 * The index of the code that is nearest to a point, if one is within reach.
 * @param {Point} point @param {{index: number, mu: number[]}[]} codes @param {number} reach latent units
 * @returns {number | null}
 */
export function nearestCode([x, y], codes, reach) {
  let [found, nearest] = [/** @type {number | null} */ (null), reach];
  for (const { index, mu } of codes) {
    const distance = Math.hypot(mu[0] - x, mu[1] - y);
    if (distance <= nearest) [found, nearest] = [index, distance];
  }
  return found;
}

/**
 * The zoom at which something of the given radii fills about a third of a map of so many pixels.
 * @param {Extent} extent @param {Point} radii @param {number} pixels
 */
export function zoomToShow({ half_width: half }, radii, pixels) {
  const radius = Math.max(...radii, SHORTEST_STEP);
  return Math.min(Math.log2((2 * half * pixels) / (6 * radius * TILE_SIZE)), MAX_TILE_ZOOM);
}

/**
 * The square that holds all codes but the outermost two in a hundred on each axis: what a first look should see.
 * @param {number[][]} codes @param {Extent} extent @returns {Extent}
 */
export function denseView(codes, extent) {
  const ranges = [0, 1].map((axis) => {
    const sorted = codes.map((code) => code[axis]).sort((a, b) => a - b);
    const cut = Math.floor(sorted.length / 100);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  });
  const half = 0.58 * Math.max(...ranges.map(([low, high]) => high - low));
  const [x, y] = ranges.map(([low, high]) => (low + high) / 2);
  return half < extent.half_width ? { center: [x, y], half_width: half } : extent;
}

/**
 * The tile that a point lies in, as zoom/x/y, and how far across and down in it.
 * @param {Point} point @param {Extent} extent @param {number} mapZoom
 */
export function cellAt([z0, z1], { center: [x, y], half_width: half }, mapZoom) {
  const zoom = tileZoom(mapZoom);
  const place = (/** @type {number} */ part) => {
    const tiles = Math.min(Math.max(part, 0), 1 - Number.EPSILON) * 2 ** zoom;
    return { tile: Math.floor(tiles), rest: tiles % 1 };
  };
  const [column, row] = [place((z0 - x + half) / (2 * half)), place((y + half - z1) / (2 * half))];
  return { tile: `${zoom}/${column.tile}/${row.tile}`, across: column.rest, down: row.rest };
}

/** The zoom of the tiles that a map shows. @param {number} mapZoom */
const tileZoom = (mapZoom) => Math.min(Math.max(Math.round(mapZoom), 0), MAX_TILE_ZOOM);

/**
 * The tiles that may come into sight next: those around what is in sight, then those a zoom deeper in its middle.
 * @param {{west: number, east: number, south: number, north: number}} sight in latent units
 * @param {Extent} extent @param {number} mapZoom
 * @returns {{z: number, x: number, y: number}[]}
 */
export function nextTiles(sight, extent, mapZoom) {
  const zoom = tileZoom(mapZoom);
  const seen = tileRange(sight, extent, zoom);
  const around = tilesIn(
    { left: seen.left - 1, right: seen.right + 1, top: seen.top - 1, bottom: seen.bottom + 1 },
    zoom,
  ).filter(({ x, y }) => x < seen.left || x > seen.right || y < seen.top || y > seen.bottom);
  const [width, height] = [(sight.east - sight.west) / 4, (sight.north - sight.south) / 4];
  const middle = {
    west: sight.west + width,
    east: sight.east - width,
    south: sight.south + height,
    north: sight.north - height,
  };
  return zoom < MAX_TILE_ZOOM ? [...around, ...tilesIn(tileRange(middle, extent, zoom + 1), zoom + 1)] : around;
}

/**
 * Which tiles lie under a part of the world.
 * @param {{west: number, east: number, south: number, north: number}} part @param {Extent} extent @param {number} zoom
 */
function tileRange({ west, east, south, north }, { center: [x, y], half_width: half }, zoom) {
  const tile = (2 * half) / 2 ** zoom;
  const right = (/** @type {number} */ z0) => Math.floor((z0 - x + half) / tile);
  const down = (/** @type {number} */ z1) => Math.floor((y + half - z1) / tile);
  return { left: right(west), right: right(east), top: down(north), bottom: down(south) };
}

/**
 * Those of a range that there are.
 * @param {{left: number, right: number, top: number, bottom: number}} range
 * @param {number} zoom
 */
function tilesIn({ left, right, top, bottom }, zoom) {
  const tiles = [];
  for (let y = Math.max(top, 0); y <= Math.min(bottom, 2 ** zoom - 1); y++) {
    for (let x = Math.max(left, 0); x <= Math.min(right, 2 ** zoom - 1); x++) tiles.push({ z: zoom, x, y });
  }
  return tiles;
}
