/**
 * The channels through which the parts of an explorer talk. No part calls another, so they can be built in any order.
 */

import { channel, observable } from "../core/observable.js";
import { createShowcase } from "../core/showcase.js";

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
 *   label: what the judge reads; moves: z moves to its codes; own: it is the visitor's; picture: it was found in
 * @typedef {{picture: Picture, found: string | null, steps: import("../core/contract.js").Step[]}} Refused
 *   a picture with no digit in it; found: its name on the server
 * @typedef {{side: Side, pin: import("../map/marks.js").Pin, place: [number, number]}} Pinned
 */

/** The channels of one explorer. */
export const createChannels = () => ({
  digit: observable(/** @type {CurrentDigit | null} */ (null)),
  /** The drawing, until another digit takes its place; then null. */
  drawing: observable(/** @type {import("./live_drawing.js").Drawing | null} */ (null)),
  /** The page's engine, once it answers; null: the server does. */
  engine: observable(/** @type {import("../net/page_engine.js").PageEngine | null} */ (null)),
  /** Codes drawn around the digit's μ in the VAE. */
  draws: observable(/** @type {number[][]} */ ([])),
  /** What the parts show now, for whoever takes it along. */
  showcase: createShowcase(),
  /** A sentence for the visitor; empty once all is well again. @type {Channel<string>} */
  problem: channel(),
  /** @type {Channel<Refused>} */
  refused: channel(),
  /** The live connection works, maybe after an outage. @type {Channel<void>} */
  returned: channel(),
  /** A map has moved or zoomed. @type {Channel<Side>} */
  viewed: channel(),
  /** The maps show other planes, and nothing yet of what the parts put on them. @type {Channel<void>} */
  turned: channel(),
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
 *   offered: import("../core/families.js").Twins[][],
 *   go: (patch: Partial<import("../core/state.js").State>) => void,
 *   clouds: Record<Side, import("../core/contract.js").Cloud>,
 *   sample: Promise<Uint8Array[]>,
 *   store: import("../core/store.js").Store,
 *   api: import("../net/api.js").Api,
 *   signal: AbortSignal,
 *   engine: import("./engine.js").EngineFiles | null,
 *   chooser: import("./planes/planes.js").Planes | null,
 *   evidence: () => Promise<import("./evidence/evidence.js").Evidence>,
 *   layers: () => Promise<import("./layers/layers.js").Layers>,
 *   panel: () => Promise<import("./picture/picture.js").PictureScript>,
 *   weights: () => Promise<import("./weights.js").Weights>,
 *   live: import("../net/live_socket.js").LiveSocket,
 *   channels: Channels,
 * }} Parts what features are built from; offered: all that can be shown; go: shows another state of them; sample: the sample's images, once they have come;
 *   signal: aborted once nothing more may be asked of the models; engine: null: the server computes; chooser: of the maps' plane; null: there is only one; panel: of a picture, once it has come
 */
