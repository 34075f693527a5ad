/** A training that goes on: what it has been told so far, and how far it is. */

import { forBoth, SIDES } from "../../core/sides.js";
import { Twins } from "./twins.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/training_settings.js").Settings} Settings */
/** @typedef {import("../../core/training_settings.js").Turn} Turn */
/** @typedef {import("../../core/training_settings.js").Change} Change */

const MOST = 1e6; // nats per image: thousands of times what a first step has

/** A loss beyond all that can be learnt from, or no number: what was turned last was turned too far. */
export class Diverged extends Error {}

export class Run {
  #twins;
  #sums = forBoth(() => 0);
  #count = 0;
  /** @type {Settings} */ settings;
  /** @type {Settings} */ start;
  /** What was turned since. @type {Change[]} */ changes = [];

  /** @param {WebAssembly.Module} module @param {Uint8Array[]} images @param {Settings} settings */
  constructor(module, images, settings) {
    this.settings = settings;
    this.start = settings;
    this.#twins = new Twins(module, images, settings);
  }

  get step() {
    return this.#twins.step;
  }

  /** From the next step on. What is turned back and forth between two steps is one change. @param {Turn} set */
  set(set) {
    this.settings = { ...this.settings, ...set };
    const last = this.changes.at(-1);
    if (!this.step) this.start = this.settings;
    else if (last?.step === this.step) last.set = { ...last.set, ...set };
    else this.changes.push({ step: this.step, set });
  }

  /** Raises Diverged. */
  advance() {
    const terms = this.#twins.advance(this.settings);
    this.#count++;
    for (const side of SIDES) {
      const loss = terms[side].reconstruction + this.settings.beta * terms[side].kl;
      if (!(loss < MOST)) throw new Diverged(`after ${this.step} steps`);
      this.#sums[side] += loss;
    }
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
