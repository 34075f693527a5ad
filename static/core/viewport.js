/** The map's geometry: latent points, pixels and tiles. Pure: no Leaflet, no DOM. */

/** @typedef {{center: [number, number], half_width: number}} Extent in latent units */
/** @typedef {[number, number]} Point a latent point (z₀, z₁) */

export const TILE_SIZE = 256;
export const MAX_TILE_ZOOM = 14;
const SHORTEST_STEP = 1e-6;

/**
 * The affine map from latent units to pixels at zoom 0, where one tile shows the whole extent:
 * x = a·z₀ + b, y = c·z₁ + d.
 * @param {Extent} extent
 * @returns {[number, number, number, number]} a, b, c, d
 */
export function transformation({ center: [x, y], half_width: half }) {
  if (!(half > 0 && Number.isFinite(half))) throw new RangeError(`a map can't be ${half} latent units wide`);
  const scale = TILE_SIZE / (2 * half);
  return [scale, -scale * (x - half), -scale, scale * (y + half)];
}

/**
 * The extent's corners as [[south, west], [north, east]].
 * @param {Extent} extent @param {number} [inset] how far to move them in, as a fraction of the half width
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
 * The zoom at which the whole extent fits into a map of width × height pixels.
 * @param {number} width @param {number} height
 */
export function fitZoom(width, height) {
  return Math.log2(Math.max(1, Math.min(width, height)) / TILE_SIZE);
}

/**
 * Clamp a point to the extent.
 * @param {Point} point @param {Extent} extent @returns {Point}
 */
export function clampToWorld(point, { center, half_width: half }) {
  const clamp = (/** @type {0 | 1} */ axis) =>
    Math.min(Math.max(point[axis], center[axis] - half), center[axis] + half);
  return [clamp(0), clamp(1)];
}

/**
 * On which side of a range a value lies, if not within. The range's ends are within, give or take what rounding does.
 * @param {number} value @param {[number, number]} range @returns {"" | "below" | "above"}
 */
export function beyond(value, [low, high]) {
  const slack = 1e-9 * (high - low);
  if (value < low - slack) return "below";
  return value > high + slack ? "above" : "";
}

/**
 * The length of a number of pixels at a zoom, latent units, at least SHORTEST_STEP.
 * @param {Extent} extent @param {number} zoom @param {number} pixels
 */
export function latentLength({ half_width: half }, zoom, pixels) {
  return Math.max((2 * half * pixels) / (TILE_SIZE * 2 ** zoom), SHORTEST_STEP);
}

const CELL = 32; // side of a tile's decoded image at native size, pixels

/**
 * The distance of neighbouring images on a map, latent units.
 * @param {Extent} extent @param {number} zoom of the map, which shows tiles of the nearest whole zoom
 */
export function imageSpacing(extent, zoom) {
  const whole = Math.min(Math.max(Math.round(zoom), 0), MAX_TILE_ZOOM);
  return latentLength(extent, whole, CELL);
}

/**
 * The zoom at which neighbouring images are so many times closer; at most the deepest.
 * @param {number} zoom @param {number} times more than 1
 */
export const zoomCloser = (zoom, times) =>
  Math.min(Math.max(Math.round(zoom), 0) + Math.ceil(Math.log2(times)), MAX_TILE_ZOOM);

/** Whether no zoom shows images closer than these. @param {number} zoom */
export const isDeepest = (zoom) => tileZoom(zoom) === MAX_TILE_ZOOM;

/**
 * The vertices of an ellipse as a polygon, [z₁, z₀] each, as Leaflet orders them.
 * @param {Point} center @param {Point} radii as far as it reaches on either axis
 * @param {number} [correlation] of what it is an outline of: not 0 where it is slanted @param {number} [count]
 * @returns {[number, number][]}
 */
export function ellipse([x, y], [rx, ry], correlation = 0, count = 72) {
  const across = Math.sqrt(Math.max(1 - correlation ** 2, 0));
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [y + ry * (across * Math.sin(angle) + correlation * Math.cos(angle)), x + rx * Math.cos(angle)];
  });
}

/**
 * The distance in the map's plane within which a point has `count` neighbours among the codes.
 * @param {number[]} point @param {number[][]} codes @param {number} count
 */
export function neighbourDistance([x, y], codes, count) {
  const distances = codes.map((code) => Math.hypot(code[0] - x, code[1] - y)).sort((a, b) => a - b);
  return distances[Math.min(count, distances.length - 1)];
}

/**
 * The index of the code nearest to a point, or null if none is within reach.
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
 * The zoom at which a shape of the given radii fills about a third of a map's width in pixels.
 * @param {Extent} extent @param {Point} radii @param {number} pixels
 */
export function zoomToShow({ half_width: half }, radii, pixels) {
  const radius = Math.max(...radii, SHORTEST_STEP);
  return Math.min(Math.log2((2 * half * pixels) / (6 * radius * TILE_SIZE)), MAX_TILE_ZOOM);
}

/**
 * The square of the initial view: all codes but the outermost 1 % at either end of each axis, with a margin; no larger
 * than the extent, which is shown where nearly all codes are in one place.
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
  // Codes in one place have no dense part that a map could zoom to: it would ask for infinitely many tiles.
  return half < extent.half_width && half > extent.half_width / 2 ** MAX_TILE_ZOOM
    ? { center: [x, y], half_width: half }
    : extent;
}

/**
 * The tile that a point lies in, as zoom/x/y, and the point's place in it, 0 to 1 across and down.
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
 * The tiles that may come into view next: those around the visible ones, then those of the middle one zoom deeper.
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
 * The range of tiles that cover a part of latent space; it may go beyond the extent.
 * @param {{west: number, east: number, south: number, north: number}} part @param {Extent} extent @param {number} zoom
 */
function tileRange({ west, east, south, north }, { center: [x, y], half_width: half }, zoom) {
  const tile = (2 * half) / 2 ** zoom;
  const right = (/** @type {number} */ z0) => Math.floor((z0 - x + half) / tile);
  const down = (/** @type {number} */ z1) => Math.floor((y + half - z1) / tile);
  return { left: right(west), right: right(east), top: down(north), bottom: down(south) };
}

/**
 * The tiles of a range that lie within the extent.
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
