/** A small twin that is trained in the page: one Worker trains, another looks at it, and what they find is told. */

import { AskedWorker } from "./asked_worker.js";
import { forBoth } from "../core/sides.js";
import { digestOf } from "../core/weights_digest.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/training_settings.js").Settings} Settings */
/** @typedef {import("../core/training_settings.js").Turn} Turn */
/** @typedef {import("../core/training_settings.js").Change} Change */
/** @typedef {import("../engine/training/viewer.js").Look} Look */
/** @typedef {import("../engine/training/viewer.js").Frame} Frame */
/** @typedef {import("../engine/training/viewer.js").Seen} Seen */
/** @typedef {import("../engine/training/measures.js").Measures} Measures */
/** @typedef {import("../engine/training/trainer.js").Told} Told */
/** @typedef {import("../engine/training/trainer.js").Snapshot} Snapshot */
/** @typedef {import("../engine/training/worker.js").Files} Files */
/** @typedef {{step: number, train: Record<Side, number> | null, rate: number}} Progress train: mean loss of the last steps, nats; rate: steps a second */
/**
 * @typedef {{
 *   files: Files & {script: string},
 *   images: {train: Uint8Array[], heldOut: Uint8Array[], seen?: Uint8Array[]},
 *   settings: Settings,
 *   side: number,
 *   onFrame: (frame: Frame) => void,
 *   onProgress: (progress: Progress) => void,
 *   onMeasures: (measured: {step: number, of: Record<Side, Measures>}) => void,
 *   onLost: (reason: "diverged" | "worker") => void,
 *   create?: (script: string) => Worker,
 * }} Options seen: shown beside those that are held out, and measured by nothing; side: of the grid of decoded images; onLost: it does not go on; create: for tests
 */

const MEASURE_MS = 1000; // between two measurements

export class TrainingSession {
  #options;
  #trainer;
  #viewer;
  #ended = false;
  /** What is shown is of an older step, or of another training. */ #isStale = true;
  #isLooking = false;
  #measuredAt = -Infinity;
  #measuredStep = -1;
  #isMeasuring = false;
  /** Counts trainings: what comes late is of another one. */ #training = 0;
  step = 0;
  isPlaying = false;
  /** @type {{start: Settings, changes: Change[]}} */ history;

  /** @param {Options} options */
  constructor(options) {
    const { files, images, settings, side, create = (/** @type {string} */ script) => new Worker(script) } = options;
    this.#options = options;
    this.history = { start: settings, changes: [] };
    const onDeath = () => this.#lose("worker");
    const asked = () => new AskedWorker(create(files.script), onDeath, (told) => this.#hear(told));
    this.#trainer = asked();
    this.#viewer = asked();
    const { port1, port2 } = new MessageChannel();
    const trains = { training: files.training, images: images.train };
    /** Settles once it trains, or where it can't. @type {Promise<unknown>} */
    this.ready = Promise.all([
      this.#trainer.send({ load: { trains, port: port1 } }, [port1]),
      this.#viewer.send(
        { load: { looks: files, heldOut: images.heldOut, seen: images.seen ?? [], side, port: port2 } },
        [port2],
      ),
    ]).then(() => this.#wake(), this.#orNull);
    this.reset(settings);
  }

  /** null once it has ended. @param {AskedWorker} worker @param {string} name @param {unknown} [given] @returns {Promise<any>} */
  #ask = (worker, name, given) => worker.ask(name, given).catch(this.#orNull);

  /** @param {unknown} error */
  #orNull = (error) => (this.#ended ? null : Promise.reject(error));

  /** Whoever waits for it learns where it never is. @param {() => void} act */
  #onceReady(act) {
    this.ready.then(act, () => {});
  }

  /** @param {"diverged" | "worker"} reason */
  #lose(reason) {
    if (this.#ended) return;
    this.isPlaying = false;
    this.#options.onLost(reason);
  }

  /** @param {Told} told */
  #hear({ step, losses, rate, start, changes, isPlaying, diverged }) {
    if (this.#ended) return;
    this.#isStale ||= step !== this.step;
    [this.step, this.isPlaying] = [step, isPlaying];
    this.history = { start, changes };
    this.#options.onProgress({ step, train: losses, rate: isPlaying ? rate : 0 });
    if (diverged) this.#lose("diverged");
    this.#wake();
  }

  /** Looks at each frame of the screen, as long as there is anything new. */
  #wake() {
    if (this.#isLooking || this.#ended) return;
    this.#isLooking = true;
    this.#look().finally(() => (this.#isLooking = false));
  }

  async #look() {
    await this.ready;
    while (!this.#ended && (this.#isStale || this.isPlaying)) {
      this.#isStale = false;
      const training = this.#training;
      const [frame] = await Promise.all([this.#ask(this.#viewer, "frame", !this.isPlaying), nextFrame()]);
      if (this.#ended || !frame) return;
      if (training === this.#training) this.#options.onFrame(frame);
      this.#measure();
    }
    this.#measure();
  }

  async #measure() {
    const isDue = performance.now() - this.#measuredAt >= MEASURE_MS || !this.isPlaying;
    if (this.#isMeasuring || this.#ended || !isDue || this.#measuredStep === this.step) return;
    this.#isMeasuring = true;
    const training = this.#training;
    const measured = await this.#ask(this.#viewer, "measure");
    this.#isMeasuring = false;
    this.#measuredAt = performance.now();
    if (this.#ended) return;
    if (measured && training === this.#training) {
      this.#measuredStep = measured.step;
      this.#options.onMeasures(measured);
    }
    if (!this.isPlaying) this.#measure(); // it stopped or began anew meanwhile
  }

  play() {
    this.isPlaying = true;
    this.#ask(this.#trainer, "play");
  }

  pause() {
    this.isPlaying = false;
    this.#ask(this.#trainer, "pause");
  }

  /** Go on for so many steps. Settles once they are done, or it was stopped, with the steps done in all. @param {number} steps @returns {Promise<number>} */
  advance(steps) {
    this.isPlaying = true;
    return this.#ask(this.#trainer, "advance", steps);
  }

  /** Turn something, from the next step on. @param {Turn} patch */
  set(patch) {
    this.#measuredStep = -1; // the loss is another one
    this.#ask(this.#trainer, "set", patch);
  }

  /** Start anew. @param {Settings} settings @param {{images?: number[] | null}} [of] places of those that train; by default all */
  reset(settings, { images = null } = {}) {
    this.isPlaying = false;
    this.history = { start: settings, changes: [] };
    this.#training++;
    [this.step, this.#isStale, this.#measuredStep] = [0, true, -1];
    this.#onceReady(() => {
      this.#ask(this.#trainer, "reset", { settings, images });
      this.#ask(this.#viewer, "forget");
    });
  }

  /** @param {number | null} stepsPerSecond null: as fast as it goes */
  pace(stepsPerSecond) {
    this.#ask(this.#trainer, "pace", stepsPerSecond);
  }

  /** Images at codes now, and what the judge reads in them; null where there is none any more. @param {Record<Side, number[][]>} codes @returns {Promise<Record<Side, Seen> | null>} null: they are of another training */
  look = (codes) => this.#ask(this.#viewer, "see", codes);

  /** The weights now, by their names in PyTorch's network, and how they came to be; null once it has ended. @returns {Promise<Snapshot | null>} */
  snapshot = () => this.#ask(this.#trainer, "snapshot");

  /** By which two people see whether their weights are the same. @returns {Promise<Record<Side, string | null>>} */
  async digest() {
    const snapshot = await this.snapshot();
    return forBoth((side) => snapshot && digestOf(snapshot.weights[side]));
  }

  end() {
    this.#ended = true;
    const reason = new Error("the training has ended");
    for (const worker of [this.#trainer, this.#viewer]) worker.end(reason);
  }
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** @param {Options} options */
export const createTrainingSession = (options) => new TrainingSession(options);
