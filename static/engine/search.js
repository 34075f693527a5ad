/**
 * Where refinement starts: at the encoder's guess or, where that fits an image worse, at the best of some fixed places,
 * as model/networks/search.py has it.
 */

import { Dense, padded } from "./layers.js";
import { expectedLoss, sumOf } from "./refinement.js";

/** @typedef {import("./refinement.js").Objective} Objective */

/** The places of a model, compared with an image all at once. */
export class Search {
  /** @type {Dense | null} */ #table = null;

  /** @param {Objective} objective @param {Float32Array} starts (m, d) */
  constructor(objective, starts) {
    this.objective = objective;
    this.starts = starts;
  }

  /** μ, or a start that fits better. @param {Float32Array} image (p) @param {import("./encoder.js").Code} code */
  from(image, { mu, logSigma }) {
    const { memory } = this.objective.decoder;
    const table = (this.#table ??= this.#decoded());
    return memory.lend(() => {
      const [target, scores] = [memory.put(image), memory.take(padded(table.outputs))];
      table.apply(target, scores, 1, image.length);
      const start = this.#place(indexOfLargest(memory.floats(scores, table.outputs)));
      const loss = (/** @type {Float32Array} */ at) => expectedLoss(this.objective, target, { mu: at, logSigma });
      return loss(start) < loss(mu) ? start : mu;
    });
  }

  /** @param {number} index */
  #place(index) {
    const { dims } = this.objective.decoder;
    return this.starts.subarray(index * dims, (index + 1) * dims);
  }

  /** A layer from an image to log p(x, z) of each start, the prior weighed by β, up to what all have in common. */
  #decoded() {
    const { decoder, likelihood, beta } = this.objective;
    const { memory, pixels, dims } = decoder;
    const count = this.starts.length / dims;
    const [weight, bias] = [new Float32Array(count * pixels), new Float32Array(count)];
    decoder.eachSlice(this.starts, (logits, n, first) => {
      const [black, nats] = [memory.put(new Float32Array(pixels)), memory.take(pixels)];
      for (let row = 0; row < n; row++) {
        likelihood.nats(memory, logits + 4 * row * pixels, black, nats, pixels);
        const length = this.#place(first + row).reduce((sum, value) => sum + value ** 2, 0);
        bias[first + row] = -sumOf(memory.floats(nats, pixels)) - 0.5 * beta * length;
      }
      likelihood.natural(memory, logits, n * pixels);
      weight.set(memory.floats(logits, n * pixels), first * pixels);
    });
    const named = {
      "starts.weight": { shape: [count, pixels], values: weight },
      "starts.bias": { shape: [count], values: bias },
    };
    return new Dense(memory, new Map(Object.entries(named)), "starts");
  }
}

/** @param {Float32Array} values */
function indexOfLargest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
