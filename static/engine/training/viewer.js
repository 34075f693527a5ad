/** What a Worker that looks makes of the weights that another trains. */

import { forBoth, SIDES } from "../../core/sides.js";
import { Memory } from "../memory.js";
import { Eyes } from "./eyes.js";
import { BATCH, Images } from "./images.js";
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
  /** @type {{dims: number, networks: Record<Side, Network>, batches: import("./images.js").Batch[]} | null} */ #reader =
    null;
  /** @type {Record<Side, View | null>} */ #views = forBoth(() => null);

  /**
   * @param {{kernel: import("../memory.js").Kernel, module: WebAssembly.Module, judge: ArrayBuffer}} files module: what trains
   * @param {Uint8Array[]} heldOut images @param {number} side of the grid
   */
  constructor({ kernel, module, judge }, heldOut, side) {
    this.#module = module;
    this.#heldOut = heldOut;
    this.eyes = new Eyes({ kernel, judge }, side);
  }

  /** Begin to look at another training. */
  forget() {
    this.#views = forBoth(() => null);
  }

  /** @param {Snapshot} snapshot @returns {Frame} */
  frame({ step, weights }) {
    return { step, looks: forBoth((side) => this.#look(side, weights[side])) };
  }

  /** @param {Side} side @param {import("../tensors.js").Tensors} tensors @returns {Look} */
  #look(side, tensors) {
    const cloud = this.encode(side, tensors);
    const spread = spreadOf(cloud);
    const before = this.#views[side];
    const axes = axesOf(spread, before?.axes);
    const isSame = before?.axes.join() === axes.join();
    const view = { axes, extent: extentOf(cloud, axes, isSame ? before?.extent : undefined) };
    this.#views[side] = view;
    return this.eyes.look(tensors, cloud, view);
  }

  /** Codes of all images that are held out. @param {Side} side @param {import("../tensors.js").Tensors} tensors @returns {Cloud} */
  encode(side, tensors) {
    const { dims, networks, batches } = this.#readerFor(tensors);
    const n = this.#heldOut.length;
    networks[side].load(tensors);
    const [mu, sigma] = [new Float32Array(n * dims), new Float32Array(n * dims)];
    batches.forEach((batch, i) => {
      const found = networks[side].encode(batch);
      mu.set(found.mu, i * BATCH * dims);
      if (found.sigma) sigma.set(found.sigma, i * BATCH * dims);
    });
    return { mu, sigma: side === "vae" ? sigma : null, n, dims };
  }

  /** @param {import("../tensors.js").Tensors} tensors */
  #readerFor(tensors) {
    const dims = dimsOf(tensors);
    if (this.#reader?.dims === dims) return this.#reader;
    const kernel = createTrainingKernel(this.#module);
    const place = { memory: new Memory(/** @type {any} */ (kernel)), kernel };
    const networks = forBoth((side) => new Network(place, shapeOf(dims), side === "vae"));
    return (this.#reader = { dims, networks, batches: batchesOf(place, this.#heldOut) });
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

/** @param {import("../tensors.js").Tensors} tensors */
const dimsOf = (tensors) => /** @type {import("../tensors.js").Tensor} */ (tensors.get("mu.weight")).shape[0];
