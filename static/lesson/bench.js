/** What the steps ask of the models on show: each question waits for its answer, in turn; what is dragged, for the newest. */

import { imageOf, parseComparison } from "../core/comparison.js";
import { COMPARED } from "../core/request_kinds.js";
import { pairRequests } from "../net/paired_requests.js";

/** @typedef {import("../features/channels.js").Parts} Parts */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {Record<Side, number[][]>} Codes */
/** @typedef {Record<Side, import("../core/comparison.js").Comparison>} Comparisons */
/** @typedef {(image: Uint8Array, z: number[]) => void} OnImage */

const AT_ONCE = 64; // images in a request

/** The live connection has few views, and keeps them: one bench each. @type {WeakMap<object, ReturnType<typeof createBench>>} */
const benches = new WeakMap();

/** @param {Parts} parts */
export function benchOf(parts) {
  const bench = benches.get(parts.live) ?? createBench(parts);
  benches.set(parts.live, bench);
  return bench;
}

/** @param {Parts} parts */
function createBench({ live }) {
  /** @type {((answers: Record<Side, import("../net/live_socket.js").Answer>) => void)[]} */
  const waiting = [];
  const ask = pairRequests(live, (answers) => waiting.shift()?.(answers));
  let last = Promise.resolve();
  /** @type {OnImage} */
  let onImage = () => {};
  const follow = live.view(({ pixels, wanted }) => onImage(pixels, wanted.codes[0]));

  /** @param {Codes} codes @returns {Promise<Comparisons>} */
  function compareNow(codes) {
    return new Promise((resolve) => {
      waiting.push(({ ae, vae }) =>
        resolve({
          ae: parseComparison(ae.pixels, codes.ae.length),
          vae: parseComparison(vae.pixels, codes.vae.length),
        }),
      );
      ask(codes, COMPARED);
    });
  }
  /** Each set of codes' images, labels and how they differ from the first. @param {Codes} codes */
  function compare(codes) {
    const found = last.then(() => compareNow(codes));
    last = found.then(() => {});
    return found;
  }

  return {
    compare,
    /**
     * Images of as many codes in each model, in parts.
     * @param {Codes} codes @returns {Promise<Record<Side, Uint8Array[]>>} 784 bytes each
     */
    async images(codes) {
      const made = { ae: /** @type {Uint8Array[]} */ ([]), vae: /** @type {Uint8Array[]} */ ([]) };
      for (let start = 0; start < codes.ae.length; start += AT_ONCE) {
        const part = (/** @type {Side} */ side) => codes[side].slice(start, start + AT_ONCE);
        const found = await compare({ ae: part("ae"), vae: part("vae") });
        for (const side of /** @type {const} */ (["ae", "vae"]))
          made[side].push(...found[side].z.map((_, i) => imageOf(found[side], i)));
      }
      return made;
    },
    /** The image of a code that moves: the newest is shown, by whoever asked last. @param {Side} side @param {number[]} z @param {OnImage} shown */
    follow(side, z, shown) {
      onImage = shown;
      follow({ side, codes: [z] });
    },
  };
}

/** @typedef {ReturnType<typeof createBench>} Bench */
