/** What the steps ask of the models on show: each question waits for its answer, in turn; what is dragged, for the newest. */

import { imageOf, parseComparison } from "../core/comparison.js";
import { COMPARED } from "../core/request_kinds.js";
import { forBoth, SIDES } from "../core/sides.js";
import { oneByOne } from "../net/one_by_one.js";
import { pairRequests } from "../net/paired_requests.js";

/** @typedef {import("../features/channels.js").Parts} Parts */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {Record<Side, number[][]>} Codes */
/** @typedef {Record<Side, import("../net/live_socket.js").Answer>} Answers */
/** @typedef {Record<Side, import("../core/comparison.js").Comparison>} Comparisons */
/** @typedef {(image: Uint8Array) => void} OnImage */

const AT_ONCE = 64; // images in a request

/** The live connection has few views, and keeps them: one bench each. @type {WeakMap<object, ReturnType<typeof createBench>>} */
const benches = new WeakMap();

/** @param {Pick<Parts, "live" | "signal">} parts */
export function benchOf(parts) {
  const bench = benches.get(parts.live) ?? createBench(parts);
  benches.set(parts.live, bench);
  return bench;
}

/** @param {Pick<Parts, "live" | "signal">} parts signal: aborted once they answer no more */
function createBench({ live, signal }) {
  const answersOf = answerer(live, signal);
  const inTurn = oneByOne(async (/** @type {Codes} */ codes) => {
    const answers = await answersOf(codes);
    return forBoth((side) => parseComparison(answers[side]));
  });
  /** Each set of codes' images, labels and how they differ from the first. @param {Codes} codes @returns {Promise<Comparisons>} */
  const compare = (codes) => inTurn(codes, signal);

  /**
   * Images of as many codes in each model, in parts.
   * @param {Codes} codes @returns {Promise<Record<Side, Uint8Array[]>>} bytes of each image
   */
  async function images(codes) {
    /** @type {Record<Side, Uint8Array[]>} */
    const made = { ae: [], vae: [] };
    for (let start = 0; start < codes.ae.length; start += AT_ONCE) {
      const found = await compare(forBoth((side) => codes[side].slice(start, start + AT_ONCE)));
      for (const side of SIDES) made[side].push(...found[side].z.map((_, i) => imageOf(found[side], i)));
    }
    return made;
  }
  return { compare, images, follow: follower(live) };
}

/** Asks for one pair of answers at a time. @param {Parts["live"]} live @param {AbortSignal} signal @returns {(codes: Codes) => Promise<Answers>} */
function answerer(live, signal) {
  /** @type {{resolve: (answers: Answers) => void, reject: (reason: unknown) => void} | undefined} */
  let waiting;
  const ask = pairRequests(live, (answers) => waiting?.resolve(answers));
  signal.addEventListener("abort", () => waiting?.reject(signal.reason));
  return (codes) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      ask(codes, COMPARED);
    });
}

/** The image of a code that moves, in either model: the newest is shown. @param {Parts["live"]} live */
function follower(live) {
  /** By request, as an answer may come once another is asked for. @type {WeakMap<import("../net/live_socket.js").Wanted, OnImage>} */
  const shows = new WeakMap();
  const asks = forBoth(() => live.view(({ pixels, wanted }) => shows.get(wanted)?.(pixels)));
  /** @param {Side} side @param {number[]} z @param {OnImage} onImage */
  return (side, z, onImage) => {
    const wanted = { side, codes: [z] };
    shows.set(wanted, onImage);
    asks[side](wanted);
  };
}

/** @typedef {ReturnType<typeof createBench>} Bench */
