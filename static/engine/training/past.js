/** Moments of a training that is over, as `train --snapshots` kept them. */

import { forBoth } from "../../core/sides.js";
import { parseTensors } from "../../core/tensors.js";
import { Eyes } from "./eyes.js";
import { axesOf, extentOf, spreadOf } from "./look.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/tensors.js").Tensors} Tensors */
/** @typedef {import("./look.js").Cloud} Cloud */
/** @typedef {{cloud: Cloud, tensors: Tensors}} Moment */

export class Past {
  #eyes;
  #moments;
  #views;

  /**
   * @param {{kernel: import("../memory.js").Kernel, judge: ArrayBuffer, moments: Record<Side, ArrayBuffer>}} files
   * @param {number} side of the grid
   */
  constructor({ kernel, judge, moments }, side) {
    this.#eyes = new Eyes({ kernel, judge }, side);
    this.#moments = forBoth((one) => momentsIn(parseTensors(moments[one])));
    // Where the last moment's codes lie: so that they are seen to come there.
    this.#views = forBoth((one) => {
      const { cloud } = /** @type {Moment} */ (this.#moments[one].at(-1));
      const axes = axesOf(spreadOf(cloud));
      return { axes, extent: extentOf(cloud, axes) };
    });
  }

  /** @param {Record<Side, number>} places of a moment among those of each */
  frame(places) {
    return forBoth((one) => {
      const { cloud, tensors } = this.#moments[one][places[one]];
      return this.#eyes.look(tensors, cloud, this.#views[one]);
    });
  }

  /** Images at codes then, and what is read in them. @param {Record<Side, number>} places @param {Record<Side, number[][]>} codes */
  see = (places, codes) => forBoth((one) => this.#eyes.see(this.#moments[one][places[one]].tensors, codes[one]));
}

/** Moments by their place, which their tensors' names begin with. @param {Tensors} tensors @returns {Moment[]} */
function momentsIn(tensors) {
  /** @type {Tensors[]} */
  const found = [];
  for (const [name, tensor] of tensors) {
    const [place, rest] = name.split(/\.(.*)/s);
    (found[Number(place)] ??= new Map()).set(rest, tensor);
  }
  return found.map((of) => ({ tensors: of, cloud: cloudOf(of) }));
}

/** @param {Tensors} tensors @returns {Cloud} */
function cloudOf(tensors) {
  const { shape, values } = /** @type {import("../../core/tensors.js").Tensor} */ (tensors.get("mu"));
  return { mu: values, sigma: tensors.get("sigma")?.values ?? null, n: shape[0], dims: shape[1] };
}
