/**
 * What the parts of an explorer tell one another. None calls another: each listens, so the order they are built in is
 * free.
 */

import { channel, observable } from "../core/observable.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Picture} Picture */
/** @template T @typedef {import("../core/observable.js").Channel<T>} Channel */
/** @template T @typedef {import("../core/observable.js").Observable<T>} Observable */

/** @typedef {Record<Side, number[]>} Codes a code of each model */
/**
 * @typedef {{
 *   image: import("../core/contract.js").ImageFacts,
 *   encodings: import("../core/contract.js").Encodings,
 *   codes: Codes,
 *   label: number | null,
 *   moves: boolean,
 *   own: boolean,
 *   picture: Picture | null,
 * }} CurrentDigit
 *   label: what the judge reads; moves: whether z moves to its codes; own: whether it is the visitor's;
 *   picture: the one it was found in
 * @typedef {{picture: Picture, found: string | null, steps: import("../core/contract.js").Step[]}} Refused
 *   a picture with no digit in it; found: its name on the server
 * @typedef {{side: Side, pin: import("../map/marks.js").Pin, z: [number, number]}} Pinned
 */

/** The channels of one explorer, which end with it. */
export const createChannels = () => ({
  digit: observable(/** @type {CurrentDigit | null} */ (null)),
  /** While a digit is drawn, and until another takes its place. */
  drawing: observable(/** @type {import("./live_drawing.js").Drawing | null} */ (null)),
  /** Codes drawn around the digit's μ in the VAE. */
  draws: observable(/** @type {number[][]} */ ([])),
  /** A sentence for the visitor; empty where all is well again. @type {Channel<string>} */
  problem: channel(),
  /** @type {Channel<Refused>} */
  refused: channel(),
  /** The server answers, after a while in which it may not have. @type {Channel<void>} */
  returned: channel(),
  /** A map shows another part of its world. @type {Channel<Side>} */
  viewed: channel(),
  /** A pin was dragged. @type {Channel<Pinned>} */
  pinned: channel(),
  /** The cursor took a step by key or slider. @type {Channel<Codes>} */
  stepped: channel(),
  /** A digit of the sample was picked on a map. @type {Channel<number>} */
  picked: channel(),
});

/** @typedef {ReturnType<typeof createChannels>} Channels */
/**
 * @typedef {{
 *   models: import("../core/families.js").Twins,
 *   clouds: Record<Side, import("../core/contract.js").Cloud>,
 *   sample: Uint8Array[],
 *   store: import("../core/store.js").Store,
 *   api: import("../net/api.js").Api,
 *   live: import("../net/live_socket.js").LiveSocket,
 *   channels: Channels,
 * }} Parts what every feature is made of; sample: the sample's digits as bytes
 */
