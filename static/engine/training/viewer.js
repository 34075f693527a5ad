/** What a Worker that looks makes of the weights that another trains. */

import { BATCH } from "../../core/training_settings.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { Memory } from "../memory.js";
import { Eyes } from "./eyes.js";
import { Images } from "./images.js";
import { createTrainingKernel } from "./kernel.js";
import { axesOf, extentOf, spreadOf } from "./look.js";
import { measure } from "./measures.js";
import { Network } from "./network.js";
import { shapeOf, SIDE } from "./twins.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("./look.js").Cloud} Cloud */
/** @typedef {import("./look.js").View} View */
/** @typedef {import("./trainer.js").Snapshot} Snapshot */
/** @typedef {import("./eyes.js").Look} Look */
/** @typedef {import("./eyes.js").Seen} Seen */
/** @typedef {{step: number, looks: Record<Side, Look>}} Frame */

export class Viewer {
  #module;
  #heldOut;
  #shown;
  #seen;
  /** @type {{dims: number, networks: Record<Side, Network>, batches: import("./images.js").Batch[]} | null} */ #reader =
    null;
  /** @type {Record<Side, View | null>} */ #views = forBoth(() => null);

  /**
   * @param {{kernel: import("../memory.js").Kernel, module: WebAssembly.Module, judge: ArrayBuffer}} files module: what trains
   * @param {Uint8Array[]} heldOut images @param {number} side of the grid @param {Uint8Array[]} seen shown beside them, and
   *   measured by nothing
   */
  constructor({ kernel, module, judge }, heldOut, side, seen = []) {
    this.#module = module;
    this.#heldOut = heldOut;
    this.#shown = [...heldOut, ...seen];
    this.#seen = seen.length;
    this.eyes = new Eyes({ kernel, judge }, side);
  }

  /** Begin to look at another training. */
  forget() {
    this.#views = forBoth(() => null);
  }

  /** @param {Snapshot} snapshot @param {boolean} rests whether it stays so: maps are then where they are to be @returns {Frame} */
  frame({ step, weights }, rests) {
    return { step, looks: forBoth((side) => this.#look(side, weights[side], rests)) };
  }

  /** @param {Side} side @param {import("../../core/tensors.js").Tensors} tensors @param {boolean} rests @returns {Look} */
  #look(side, tensors, rests) {
    const cloud = this.encode(side, tensors);
    const spread = spreadOf(cloud);
    const before = this.#views[side];
    const axes = axesOf(spread, before?.axes);
    const goesOn = !rests && before?.axes.join() === axes.join();
    const view = { axes, extent: extentOf(cloud, axes, { before: goesOn ? before.extent : null, seen: this.#seen }) };
    this.#views[side] = view;
    return this.eyes.look(tensors, cloud, view);
  }

  /** Codes of all images that are shown, those that are held out first. @param {Side} side @param {import("../../core/tensors.js").Tensors} tensors @returns {Cloud} */
  encode(side, tensors) {
    const { dims, networks, batches } = this.#readerFor(tensors);
    const n = this.#shown.length;
    networks[side].load(tensors);
    const [mu, sigma] = [new Float32Array(n * dims), new Float32Array(n * dims)];
    batches.forEach((batch, i) => {
      const found = networks[side].encode(batch);
      mu.set(found.mu, i * BATCH * dims);
      if (found.sigma) sigma.set(found.sigma, i * BATCH * dims);
    });
    return { mu, sigma: side === "vae" ? sigma : null, n, dims };
  }

  /** @param {import("../../core/tensors.js").Tensors} tensors */
  #readerFor(tensors) {
    const dims = dimsOf(tensors);
    if (this.#reader?.dims === dims) return this.#reader;
    const kernel = createTrainingKernel(this.#module);
    const place = { memory: new Memory(/** @type {any} */ (kernel)), kernel };
    const networks = forBoth((side) => new Network(place, shapeOf(dims), side === "vae"));
    return (this.#reader = { dims, networks, batches: batchesOf(place, this.#shown) });
  }

  /** Images at codes, and what is read in them. @param {Snapshot} snapshot @param {Record<Side, number[][]>} codes @returns {Record<Side, Seen> | null} null: of another number of dimensions */
  see = ({ weights }, codes) =>
    SIDES.every((side) => codes[side].every((z) => z.length === dimsOf(weights[side])))
      ? forBoth((side) => this.eyes.see(weights[side], codes[side]))
      : null;

  /** What is measured of both. @param {Snapshot} snapshot @param {import("../answers.js").Pause} pause between two pieces of it */
  async measure(snapshot, pause) {
    /** @type {Partial<Record<Side, import("./measures.js").Measures>>} */
    const of = {};
    for (const side of SIDES) of[side] = await measure(this, side, snapshot, { heldOut: this.#heldOut, pause });
    return { step: snapshot.step, of: /** @type {Record<Side, import("./measures.js").Measures>} */ (of) };
  }
}

/** All images, in batches that stay in memory. @param {ConstructorParameters<typeof Images>[0]} place @param {Uint8Array[]} images */
function batchesOf(place, images) {
  const starts = Array.from({ length: Math.ceil(images.length / BATCH) }, (_, i) => i * BATCH);
  return starts.map((start) => {
    const some = images.slice(start, start + BATCH);
    return new Images(place, some, SIDE).batch(Array.from(some.keys()));
  });
}

/** @param {import("../../core/tensors.js").Tensors} tensors */
const dimsOf = (tensors) => /** @type {import("../../core/tensors.js").Tensor} */ (tensors.get("mu.weight")).shape[0];
