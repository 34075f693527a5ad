/** Finds shortest paths through a model's plane, over a survey of its metric that becomes finer meanwhile. */

import { overGrid, spread } from "./curve.js";
import { decoded, step } from "./decoder_steps.js";
import { tighten } from "./field_steps.js";
import { survey } from "./metric_field.js";
import { shortestTree } from "./tree.js";

/** @typedef {import("./decoder_steps.js").Decoded} Decoded */
/** @typedef {{a: number[], b: number[]}} Ends codes */
/**
 * @typedef {{z: number[][], length: number, straight: number, places: number, settled: boolean}} Shortest
 *   z: codes, evenly along it by the change of the image; length: pixels, and straight: that of the straight line; places:
 *   at which the metric is known; settled: asking again finds nothing shorter, until the survey is finer
 */

const LEVELS = [24, 48, 96, 192]; // cells along a side
const POINTS = 65; // of a path: with 33 the steps of rough decoders leap over ridges
const SHOWN = 33;
const STILL = 1e-4; // of the energy: a step that saves less is the last

export class Surveyor {
  #decoder;
  #square;
  /** @type {import("./metric_field.js").MetricField | null} */ #field = null;
  /** From a node, over the field. @type {{root: number, before: Int32Array} | null} */ #tree = null;
  /** @type {{ends: Ends, here: Decoded, straight: number, places: number} | null} */ #last = null;

  /** @param {import("../decoder.js").Decoder} decoder of a plane @param {import("./metric_field.js").Square} square */
  constructor(decoder, square) {
    this.#decoder = decoder;
    this.#square = square;
  }

  /** Measure the square, ever finer. @param {() => Promise<void>} pause @param {() => void} onFiner */
  async survey(pause, onFiner) {
    for (const cells of LEVELS) {
      this.#field = await survey(this.#decoder, this.#square, cells, this.#field, pause);
      this.#tree = null;
      onFiner();
    }
  }

  /** One step nearer to the shortest path at each call with the same ends; before any survey from the straight line. @param {Ends} ends @returns {Shortest} */
  find(ends) {
    const places = (this.#field?.nodes ?? 0) ** 2;
    const last = this.#last && same(this.#last.ends, ends) ? this.#last : null;
    const before = last?.places === places ? last.here : this.#begun(ends, last?.here);
    const here = step(this.#decoder, before);
    const straight = last?.straight ?? sum(decoded(this.#decoder, line(ends)).steps);
    this.#last = { ends, here, straight, places };
    const shown = spread(here.path, here.steps, SHOWN);
    return {
      z: Array.from({ length: SHOWN }, (_, i) => [...shown.subarray(2 * i, 2 * i + 2)]),
      length: sum(here.steps),
      straight,
      places,
      settled: before.energy - here.energy < STILL * here.energy,
    };
  }

  /** The path over the survey, unless what a coarser one led to is shorter. @param {Ends} ends @param {Decoded} [before] */
  #begun(ends, before) {
    const found = decoded(this.#decoder, this.#overField(ends));
    return before && before.energy < found.energy ? before : found;
  }

  /** @param {Ends} ends */
  #overField(ends) {
    const field = this.#field;
    if (!field) return line(ends);
    const { from, to, turns } = this.#rooted(field, ends);
    const path = tighten(field, overGrid(field, this.#treeFrom(field, from), from, to, POINTS));
    return turns ? reversed(path) : path;
  }

  /** A tree takes long: it stands at the end that rests. @param {import("./metric_field.js").MetricField} field @param {Ends} ends */
  #rooted(field, { a, b }) {
    const [root, rests] = [this.#tree?.root, String(this.#last?.ends.b) === String(b)];
    const turns = root === field.nearest(b) || (rests && root !== field.nearest(a));
    return turns ? { from: b, to: a, turns } : { from: a, to: b, turns };
  }

  /** @param {import("./metric_field.js").MetricField} field @param {number[]} place */
  #treeFrom(field, place) {
    const root = field.nearest(place);
    if (this.#tree?.root !== root) this.#tree = { root, before: shortestTree(field, root) };
    return this.#tree.before;
  }
}

/** @param {Ends} one @param {Ends} other */
const same = (one, other) => String([one.a, one.b]) === String([other.a, other.b]);

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** The straight line between two codes. @param {Ends} ends */
const line = ({ a, b }) => spread([...a, ...b], [1], POINTS);

/** @param {Float64Array} path */
const reversed = (path) => path.map((_, i) => path[path.length - 2 - (i & ~1) + (i & 1)]);
