/** What a Worker that trains is told: it goes on by itself between two messages. */

import { Diverged, Run } from "./run.js";

/** @typedef {import("../../core/training_settings.js").Settings} Settings */
/** @typedef {import("../../core/training_settings.js").Change} Change */
/** @typedef {Record<import("../../core/sides.js").Side, import("../../core/tensors.js").Tensors>} Weights */
/**
 * @typedef {{step: number, settings: Settings, start: Settings, changes: Change[], weights: Weights}} Snapshot
 * @typedef {{step: number, losses: Record<import("../../core/sides.js").Side, number> | null, rate: number,
 *   start: Settings, changes: Change[], isPlaying: boolean, diverged: boolean}} Told
 *   losses: means since the last was told; rate: steps a second
 */

const SLICE_MS = 8; // of work, before messages are heard
const TOLD_MS = 100; // between two of ours

export class Trainer {
  #module;
  #images;
  #tell;
  #pause;
  /** @type {Run | null} */ #run = null;
  #isPlaying = false;
  #target = Infinity;
  /** Steps a second at most. */ #pace = Infinity;
  #diverged = false;
  #isBusy = false;
  /** Settles once it rests. */ #training = Promise.resolve();
  #told = { at: 0, step: 0 };

  /**
   * @param {WebAssembly.Module} module what trains @param {Uint8Array[]} images @param {(told: Told) => void} tell
   * @param {(ms: number) => Promise<void>} pause lets messages in; 0: for no longer than that
   */
  constructor(module, images, tell, pause) {
    this.#module = module;
    this.#images = images;
    this.#tell = tell;
    this.#pause = pause;
  }

  /** @param {{settings: Settings, images: number[] | null}} how images: by their places; null: all */
  reset({ settings, images }) {
    this.pause();
    this.#diverged = false;
    this.#run = new Run(this.#module, images?.map((i) => this.#images[i]) ?? this.#images, settings);
    this.#report();
  }

  /** @param {import("../../core/training_settings.js").Turn} patch */
  set(patch) {
    this.#run?.set(patch);
    if (!this.#isPlaying) this.#report();
  }

  /** @param {number | null} stepsPerSecond */
  pace(stepsPerSecond) {
    this.#pace = stepsPerSecond ?? Infinity;
  }

  /** Until it is told to pause. */
  play() {
    this.#begin(Infinity);
  }

  /**
   * Settles with all steps that were done, once these are, or it was told to pause. While it goes on for some these come on top.
   * @param {number} steps how many more
   */
  async advance(steps) {
    this.#begin(steps);
    await this.#training;
    return this.#run?.step ?? 0;
  }

  /** @param {number} steps */
  #begin(steps) {
    if (!this.#run || this.#diverged) return this.#report();
    const goesOn = this.#isPlaying && this.#target < Infinity;
    this.#target = (goesOn ? this.#target : this.#run.step) + steps;
    this.#isPlaying = true;
    this.#told = { at: performance.now(), step: this.#run.step };
    if (!this.#isBusy) this.#training = this.#train();
  }

  pause() {
    this.#isPlaying = false;
  }

  async #train() {
    this.#isBusy = true;
    while (this.#isPlaying) {
      const began = performance.now();
      this.#advance(began);
      if (performance.now() - this.#told.at >= TOLD_MS && this.#isPlaying) this.#report();
      await this.#pause(this.#pace < Infinity ? Math.max(0, began + 1000 / this.#pace - performance.now()) : 0);
    }
    this.#isBusy = false;
    this.#report();
  }

  /** A slice of work; where a pace is set, one step. @param {number} began */
  #advance(began) {
    const run = /** @type {Run} */ (this.#run);
    try {
      do {
        if (run.step >= this.#target) return this.pause();
        run.advance();
      } while (this.#pace === Infinity && performance.now() - began < SLICE_MS);
      if (run.step >= this.#target) this.pause();
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.#diverged = true;
      this.pause();
    }
  }

  #report() {
    if (!this.#run) return;
    const { step, start, changes } = this.#run;
    const now = performance.now();
    const rate = (1000 * (step - this.#told.step)) / Math.max(1, now - this.#told.at);
    this.#told = { at: now, step };
    const losses = this.#run.losses();
    this.#tell({ step, losses, rate, start, changes, isPlaying: this.#isPlaying, diverged: this.#diverged });
  }

  /** @returns {Snapshot | null} */
  snapshot() {
    if (!this.#run) return null;
    const { step, settings, start, changes } = this.#run;
    return { step, settings, start, changes, weights: this.#run.weights() };
  }
}
