/** The directions of a chosen plane, by a model's codes of the sample. Pure. */

import { dot } from "./dot.js";
import { covariance, means, solve } from "./linear_algebra.js";
import { alongAxes, placeOn } from "./plane.js";
import { principalAxes } from "./principal_axes.js";
import { denseView } from "./viewport.js";

/** @typedef {import("./plane.js").Directions} Directions */
/** @typedef {import("./plane.js").Plane} Plane */
/** @typedef {import("./viewport.js").Extent} Extent */
/** @typedef {{mu: number[], label: number | null}} Code */
/** @typedef {{along: Directions, spare: boolean}} Found spare: what was chosen spans no plane, and the widest direction fills in */

const DIGITS = 5; // of a direction, as the page tells it to a server
const RIDGE = 1e-3; // of the mean variance within classes: an axis without any has no inverse
const NOTHING = 1e-6; // of a vector's length: what is left of one along another
const [LEAST, NARROWEST, MARGIN, AROUND] = [1e-4, 0.01, 1.06, 3]; // as model/statistics/spread.py and model/explore/map_grid.py have them

/** @typedef {ReturnType<typeof cloudOf>} Cloud */

/**
 * Codes, with what is computed of them once it is asked for.
 * @param {Code[]} codes
 */
export function cloudOf(codes) {
  const mu = codes.map((code) => code.mu);
  /** @type {ReturnType<typeof covariance> | undefined} */
  let spread;
  /** @type {ReturnType<typeof principalAxes> | undefined} */
  let found;
  const shape = () => (spread ??= covariance(mu, means(mu)));
  const principal = () => (found ??= principalAxes(shape()));
  /** Of the codes' variance, along each principal axis. */
  function shares() {
    const { variances } = principal();
    const whole = variances.reduce((sum, one) => sum + one, 0);
    return variances.map((one) => one / whole || 0);
  }
  return { codes, mu, covariance: shape, principal: () => principal().axes, shares };
}

/** @param {import("./plane_choice.js").Choice} choice that fits @param {Cloud} cloud @returns {Found} */
export function directionsOf({ kind, of }, cloud) {
  if (kind === "axes") return { along: alongAxes(of, cloud.mu[0].length), spare: false };
  const [first, second] = SPANS[kind](of, cloud);
  return spanned(first, second, cloud);
}

/** Two vectors that a plane is to hold; null: none is named. @type {Record<"pca" | "images" | "classes", (of: number[], cloud: Cloud) => [number[], number[] | null]>} */
const SPANS = {
  pca: ([i, j], cloud) => [cloud.principal()[i - 1], cloud.principal()[j - 1]],
  images: (of, { mu }) => {
    const [a, b, c] = of.map((index) => mu[index]);
    return [minus(b, a), minus(c, a)];
  },
  classes: (of, { codes }) => [discriminant(of, codes), null],
};

/** @param {number[]} a @param {number[]} b */
const minus = (a, b) => a.map((value, axis) => value - b[axis]);

/**
 * The direction that tells two classes apart: of their means, by the inverse of the variance within classes. Source: Fisher
 * 1936, "The use of multiple measurements in taxonomic problems".
 * @param {number[]} classes @param {Code[]} codes
 */
function discriminant(classes, codes) {
  const labels = new Set(codes.map(({ label }) => label));
  const centres = new Map([...labels].map((label) => [label, centreOf(codes, label)]));
  const centre = (/** @type {number | null} */ label) => /** @type {number[]} */ (centres.get(label));
  const away = codes.map(({ mu, label }) => minus(mu, centre(label)));
  const within = covariance(
    away,
    away[0].map(() => 0),
  );
  const ridge = (RIDGE * within.reduce((sum, row, i) => sum + row[i], 0)) / within.length || 1;
  const firm = within.map((row, i) => row.map((value, j) => (i === j ? value + ridge : value)));
  const [from, to] = classes;
  return solve(firm, minus(centre(to), centre(from)));
}

/** @param {Code[]} codes @param {number | null} wanted one of their labels */
const centreOf = (codes, wanted) => means(codes.flatMap(({ mu, label }) => (label === wanted ? [mu] : [])));

/**
 * Orthonormal directions: along the first vector, and along what the second one adds; in place of what is missing, along
 * which the codes are the widest.
 * @param {number[]} first @param {number[] | null} second @param {Cloud} cloud @returns {Found}
 */
function spanned(first, second, cloud) {
  const u = unit(first);
  const v = u && second && added(second, u);
  if (u && v) return { along: [rounded(u), rounded(v)], spare: false };
  const sure = u ?? widest(cloud, null);
  return { along: [rounded(sure), rounded(widest(cloud, sure))], spare: second !== null || u === null };
}

/** @param {number[]} vector @returns {number[] | null} null: it has no length */
function unit(vector) {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : null;
}

/** What a vector adds to a direction; null: nothing. @param {number[]} vector @param {number[]} u */
function added(vector, u) {
  const along = dot(vector, u);
  const rest = vector.map((value, axis) => value - along * u[axis]);
  return Math.hypot(...rest) > NOTHING * Math.hypot(...vector) ? unit(rest) : null;
}

/** The widest direction of the codes, of those across u. @param {Cloud} cloud @param {number[] | null} u */
function widest(cloud, u) {
  if (!u) return cloud.principal()[0];
  const shape = cloud.covariance();
  const row = shape.map((line) => dot(line, u));
  const along = dot(row, u);
  const across = shape.map((line, i) =>
    line.map((value, j) => value - row[i] * u[j] - u[i] * row[j] + along * u[i] * u[j]),
  );
  return /** @type {number[]} */ (
    principalAxes(across)
      .axes.map((direction) => added(direction, u))
      .find(Boolean)
  );
}

/** @param {number[]} direction */
const rounded = (direction) => direction.map((value) => Number(value.toFixed(DIGITS)));

/** The plane along directions, its map around the codes. @param {Directions} along @param {number[][]} mu @returns {Plane} */
export function planeAlong(along, mu) {
  const ranges = along.map((direction) => mu.map((z) => dot(z, direction)));
  const sd = spread(ranges.map(sdOf));
  return { along, extent: extentOf(ranges, sd), sd };
}

const ROOM = 1.15; // around places that are to be in sight, of their own half width

/** The part of a plane that holds codes, and the dense part of all of them. @param {Plane} plane @param {number[][]} codes @param {number[][]} mu @returns {Extent} */
export function holding(plane, codes, mu) {
  const dense = denseView(
    mu.map((z) => placeOn(plane, z)),
    plane.extent,
  );
  const places = codes.map((z) => placeOn(plane, z));
  const ends = [0, 1].map((axis) => {
    const [middle, half] = [dense.center[axis], dense.half_width];
    const along = places.map((place) => place[axis]);
    return [Math.min(middle - half, ...along), Math.max(middle + half, ...along)];
  });
  const [x, y] = ends.map(([low, high]) => (low + high) / 2);
  const half = Math.max(...ends.map(([low, high]) => high - low)) / 2;
  return { center: [x, y], half_width: half > dense.half_width ? ROOM * half : half };
}

/** @param {number[]} values */
function sdOf(values) {
  const [mean] = means(values.map((value) => [value]));
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** A step of 1 along each direction, never 0. @param {number[]} sd */
function spread(sd) {
  const live = sd.filter((one) => one > Math.max(LEAST, NARROWEST * Math.max(...sd)));
  const usual = Math.exp(live.reduce((sum, one) => sum + Math.log(one), 0) / live.length) || 1;
  return sd.map((one) => (live.includes(one) ? one : usual));
}

/** @param {number[][]} ranges the codes along each direction @param {number[]} sd @returns {Extent} */
function extentOf(ranges, sd) {
  const ends = ranges.map((values) => [Math.min(...values), Math.max(...values)]);
  const reach = Math.max(...ends.map(([low, high]) => high - low)) / 2;
  const half = reach < Math.min(...sd) ? AROUND * Math.max(...sd) : reach;
  const four = (/** @type {number} */ value) => Number(value.toFixed(4));
  const [x, y] = ends.map(([low, high]) => four((low + high) / 2));
  return { center: [x, y], half_width: four(MARGIN * Math.max(half, 1e-3)) };
}

/** The share of the codes' variance that lies along directions. @param {Directions} along @param {Cloud} cloud */
export function shownShare(along, cloud) {
  const shape = cloud.covariance();
  const whole = shape.reduce((sum, row, i) => sum + row[i], 0);
  return (
    along.reduce(
      (sum, u) =>
        sum +
        dot(
          u,
          shape.map((row) => dot(row, u)),
        ),
      0,
    ) / whole || 0
  );
}
