/** Finds shortest paths through a model's plane, over a survey of its metric that becomes finer meanwhile. */

import { fieldLengths, overGrid, spread } from "./curve.js";
import { decoded, step } from "./decoder_steps.js";
import { tighten } from "./field_steps.js";
import { survey } from "./metric_field.js";
import { shortestTree } from "./tree.js";

/** @typedef {import("./decoder_steps.js").Decoded} Decoded */
/** @typedef {{a: number[], b: number[]}} Ends codes */
/**
 * @typedef {{z: number[][], length: number | null, straight: number, places: number, settled: boolean}} Shortest
 *   z: codes, evenly along it by the change of the image; length: by its images, pixels, null where they were not decoded;
 *   straight: how many times as long the straight line is; places: at which the metric is known; settled: asking again
 *   finds nothing shorter, until the survey is finer
 * @typedef {{ends: Ends, path: Float64Array, places: number, here: Decoded | null, straight: number | null}} Last path: over
 *   the survey of so many places; here: as it was drawn tight; straight: the straight line's length, pixels
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
  /** @type {Last | null} */ #last = null;

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

  /**
   * With new ends the path over the survey, before any survey the straight line; at each further call with the same ends
   * one step nearer to the shortest, by its images: a pin that is dragged on need not wait for these.
   * @param {Ends} ends @returns {Shortest}
   */
  find(ends) {
    return this.#last && same(this.#last.ends, ends) ? this.#tightened(this.#last) : this.#begun(ends);
  }

  /** @param {Ends} ends @returns {Shortest} */
  #begun(ends) {
    const [bent, straight] = [this.#overField(ends), line(ends)].map((path) => ({ path, steps: this.#lengths(path) }));
    const { path, steps } = sum(bent.steps) < sum(straight.steps) ? bent : straight;
    this.#last = { ends, path, places: this.#places, here: null, straight: null };
    return { ...this.#told(path, steps, sum(straight.steps)), length: null, settled: false };
  }

  /** @param {Last} last @returns {Shortest} */
  #tightened(last) {
    const { ends } = last;
    const known = last.places === this.#places ? last.here : null;
    const before = known ?? this.#fromSurvey(last);
    const here = step(this.#decoder, before);
    const straight = last.straight ?? sum(decoded(this.#decoder, line(ends)).steps);
    this.#last = { ...last, here, straight, places: this.#places };
    const settled = known !== null && known.energy - here.energy < STILL * here.energy;
    return { ...this.#told(here.path, here.steps, straight), length: sum(here.steps), settled };
  }

  /** The path over the survey, unless what a coarser one led to is shorter. @param {Last} last */
  #fromSurvey({ ends, path, places, here }) {
    const found = decoded(this.#decoder, places === this.#places ? path : this.#overField(ends));
    return here && here.energy < found.energy ? here : found;
  }

  /** @param {Float64Array} path @param {number[]} steps their lengths @param {number} straight the straight line's */
  #told(path, steps, straight) {
    const shown = spread(path, steps, SHOWN);
    const z = Array.from({ length: SHOWN }, (_, i) => [...shown.subarray(2 * i, 2 * i + 2)]);
    const length = sum(steps);
    return { z, straight: length > 0 ? straight / length : 1, places: this.#places };
  }

  get #places() {
    return (this.#field?.nodes ?? 0) ** 2;
  }

  /** Of a path's steps, by the survey; all alike where there is none. @param {Float64Array} path */
  #lengths(path) {
    return this.#field ? fieldLengths(this.#field, path) : Array.from({ length: path.length / 2 - 1 }, () => 1);
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
