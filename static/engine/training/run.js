/** A training that goes on: what it has been told so far, and how far it is. */

import { forBoth, SIDES } from "../../core/sides.js";
import { Twins } from "./twins.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/training_settings.js").Settings} Settings */
/** @typedef {import("../../core/training_settings.js").Change} Change */

/** A loss that is no number any more: what was turned last was turned too far. */
export class Diverged extends Error {}

export class Run {
  #module;
  #images;
  #twins;
  #sums = forBoth(() => 0);
  #count = 0;
  /** @type {Settings} */ settings;
  /** @type {Settings} */ start;
  /** What was turned since. @type {Change[]} */ changes = [];

  /** @param {WebAssembly.Module} module @param {Uint8Array[]} images @param {Settings} settings */
  constructor(module, images, settings) {
    this.#module = module;
    this.#images = images;
    this.settings = settings;
    this.start = settings;
    this.#twins = new Twins(module, images, settings);
  }

  get step() {
    return this.#twins.step;
  }

  get epoch() {
    return this.#twins.epoch;
  }

  /** Another seed or number of dimensions starts anew. @param {Partial<Settings>} patch */
  set(patch) {
    this.settings = { ...this.settings, ...patch };
    if ("seed" in patch || "dims" in patch) {
      [this.start, this.changes] = [this.settings, []];
      this.#twins = new Twins(this.#module, this.#images, this.settings);
      this.#forget();
    } else this.#note(patch);
  }

  /** What is turned back and forth between two steps is one change. @param {Partial<Settings>} set */
  #note(set) {
    const last = this.changes.at(-1);
    if (!this.step) this.start = this.settings;
    else if (last?.step === this.step) last.set = { ...last.set, ...set };
    else this.changes.push({ step: this.step, set });
  }

  /** Raises Diverged. */
  advance() {
    const terms = this.#twins.advance(this.settings);
    for (const side of SIDES) {
      const { reconstruction, kl } = terms[side];
      this.#sums[side] += reconstruction + this.settings.beta * kl;
    }
    this.#count++;
    if (!SIDES.every((side) => Number.isFinite(this.#sums[side]))) throw new Diverged(`after ${this.step} steps`);
  }

  /** The mean loss of each since this was last asked, nats per image; null: no step since. @returns {Record<Side, number> | null} */
  losses() {
    const found = this.#count ? forBoth((side) => this.#sums[side] / this.#count) : null;
    this.#forget();
    return found;
  }

  #forget() {
    [this.#sums, this.#count] = [forBoth(() => 0), 0];
  }

  weights = () => this.#twins.weights();
}
