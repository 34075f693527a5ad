/** Below each map a row: a digit as it was given, as it is rebuilt, and its neighbours, with what the judge reads in them. */

import { createCell } from "../charts/cell.js";
import { forBoth, SIDES } from "../core/sides.js";
import { evenDirections, ring } from "../core/ring.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../engine/training/viewer.js").Look} Look */
/** @typedef {import("../net/training_session.js").Seen} Seen */

const DISTANCE = 0.1; // sd
const DIRECTIONS = evenDirections.filter((_, i) => i % 2 === 0);

/** @param {import("./parts.js").Parts} parts */
export function mountAround({ of }) {
  const rows = forBoth((side) => {
    const cells = Array.from({ length: DIRECTIONS.length + 2 }, createCell);
    cells[0].box.classList.add("given");
    of(side, ".around").replaceChildren(...cells.map(({ box }) => box));
    return cells;
  });
  return {
    /**
     * @param {Record<Side, Seen>} seen the digit as it is rebuilt, then its neighbours @param {Uint8Array} given
     * @param {number | undefined} label undefined where it is not known, as of a drawing
     */
    show(seen, given, label) {
      for (const side of SIDES) {
        const { images, labels } = seen[side];
        const [first, ...cells] = rows[side];
        first.show(given, { label, lost: false, name: t("training.given") });
        cells.forEach((cell, i) => {
          const lost = labels[i] !== labels[0];
          const name = t(lost ? "training.lost" : "training.read", { label: labels[i] });
          cell.show(images[i], { label: labels[i], lost, name });
        });
        const kept = labels.slice(1).filter((one) => one === labels[0]).length;
        const name = t("training.ring", { label: label ?? labels[0], read: labels[0], kept, count: DIRECTIONS.length });
        of(side, ".around").setAttribute("aria-label", name);
      }
    },
  };
}

/** A digit's code and its neighbours on the map's plane. @param {Look} look @param {number} i */
export function codesAround({ mu, codes, axes }, i) {
  const dims = dimsOf({ mu, codes });
  const sd = spreadOf(mu, dims);
  const along = DIRECTIONS.map((direction) => onAxes(direction, axes, new Array(dims).fill(0)));
  return ring([...mu.subarray(i * dims, (i + 1) * dims)], DISTANCE, sd, along);
}

/** A place of the map as a code, as the map decodes it: on the axes that it does not show, in the middle of all codes. @param {number[]} place @param {Look} look */
export const codeAt = (place, { mu, codes, axes }) => onAxes(place, axes, middleOf(mu, dimsOf({ mu, codes })));

/** The same place in the other model: as many standard deviations from the middle of its codes. @param {number[]} place @param {Look} from @param {Look} to */
export function samePlace(place, from, to) {
  const [own, other] = [from, to].map(({ codes }) => ({ middle: middleOf(codes, 2), sd: spreadOf(codes, 2) }));
  return place.map((value, i) => other.middle[i] + ((value - own.middle[i]) / (own.sd[i] || 1)) * other.sd[i]);
}

/** @param {Pick<Look, "mu" | "codes">} look */
const dimsOf = ({ mu, codes }) => (2 * mu.length) / codes.length;

/** @param {number[]} place @param {[number, number]} axes @param {number[]} rest */
const onAxes = ([x, y], [across, up], rest) => rest.with(across, x).with(up, y);

/** @param {Float32Array} values (n, d) @param {number} dims */
const middleOf = (values, dims) =>
  Array.from({ length: dims }, (_, axis) => meanOn(values, dims, axis, (value) => value));

/** The standard deviation on each axis. @param {Float32Array} values (n, d) @param {number} dims */
const spreadOf = (values, dims) =>
  middleOf(values, dims).map((middle, axis) => Math.sqrt(meanOn(values, dims, axis, (value) => (value - middle) ** 2)));

/** @param {Float32Array} values @param {number} dims @param {number} axis @param {(value: number) => number} what */
function meanOn(values, dims, axis, what) {
  let sum = 0;
  for (let i = axis; i < values.length; i += dims) sum += what(values[i]);
  return (dims * sum) / values.length;
}
