/** The server's HTTP API, as functions. */

import { retry } from "./retry.js";

/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/contract.js").Cloud} Cloud */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {{image: ImageFacts, models: Record<string, Encoding>}} Encoded in several models, by id */
/** @typedef {import("../core/contract.js").Picture} Picture */

/** A request that the server refused, or that never reached it; the message is a sentence for the visitor. */
export class Refusal extends Error {
  /** @param {string} message @param {string} [code] the problem's @param {any} [details] what else its body says */
  constructor(message, code = "", details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** One that never reached it: asked again later, it may. */
export class Offline extends Refusal {}

/** One whose server died under it, as a proxy tells: asked again, another server may answer. */
class ServerGone extends Offline {}
const GONE = [502, 504];
const ONCE_MORE = { first: 0, tries: 2 };

/** @param {Response} answer */
async function refusalOf(answer) {
  const body = await answer.json();
  return new Refusal(body.detail, body.code, body);
}

/** @param {string[]} ids */
const modelsQuery = (ids) => String(new URLSearchParams(ids.map((id) => ["model", id])));

/** @param {string} offline the sentence to show where the server can't be reached */
export function createApi(offline) {
  const language = document.documentElement.lang;

  /** @param {string} path @param {RequestInit} options */
  async function send(path, options) {
    const headers = { "Accept-Language": language, ...options.headers };
    const answer = await fetch(path, { ...options, headers }).catch((error) => {
      throw error.name === "AbortError" ? error : new Offline(offline);
    });
    if (GONE.includes(answer.status)) throw new ServerGone(offline);
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }

  /** @param {string} path @param {RequestInit} options @returns {Promise<Response>} */
  const reach = (path, options) =>
    retry(() => send(path, options), ONCE_MORE, {
      signal: options.signal,
      isWorthIt: (error) => error instanceof ServerGone,
    });

  /** @param {string} path @param {RequestInit} [options] */
  const ask = async (path, options = {}) => (await reach(path, options)).json();

  /** @param {string} path @param {object} body @param {AbortSignal} [signal] */
  const post = (path, body, signal) =>
    ask(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, signal });

  /** @param {string} path @param {object} body @returns {Promise<Uint8Array>} */
  async function bytes(path, body) {
    const headers = { "Content-Type": "application/json", Accept: "application/octet-stream" };
    const answer = await reach(path, { method: "POST", body: JSON.stringify(body), headers });
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** Where a model is; its id is its folder's name, whatever that may hold. @param {string} id */
  const at = (id) => `api/models/${encodeURIComponent(id)}`;

  /** Where a digit is encoded in several models at once. @param {string[]} ids */
  const encodeIn = (ids) => `api/encode?${modelsQuery(ids)}`;

  /**
   * The query of the plane through a code, which in two dimensions is all there is.
   * @param {Model} model
   * @param {number[]} through
   */
  const plane = ({ latent_dim }, through) =>
    latent_dim > 2 ? `?through=${through.map((v, axis) => (axis < 2 ? 0 : Number(v.toFixed(4)))).join(",")}` : "";

  return {
    /** @returns {Promise<Model[]>} */
    models: () => ask("api/models"),
    /** One model with the whole of its metrics. @param {string} id @returns {Promise<Model>} */
    model: (id) => ask(at(id)),
    /** @param {string} id @returns {Promise<Cloud>} */
    codes: (id) => ask(`${at(id)}/codes`),
    /** @param {string[]} ids @param {Picture} picture @param {AbortSignal} signal @returns {Promise<Encoded>} */
    async encodePicture(ids, { file, name, knobs }, signal) {
      const path = encodeIn(ids);
      const body = new FormData();
      body.append("file", file);
      for (const [knob, value] of Object.entries(knobs)) if (value !== null) body.append(knob, String(value));
      const send = () => ask(path, { method: "POST", body, signal });
      if (name === null) return send();
      body.append("picture", name); // a server that has it not keeps it under the same name
      return post(path, { picture: name, ...knobs }, signal).catch((error) => {
        // Kept for a while only, and by one server of several.
        if (error instanceof Refusal && error.code === "unknown_picture") return send();
        throw error;
      });
    },
    /** @param {string[]} ids @param {number[][]} pixels @param {AbortSignal} signal @returns {Promise<Encoded>} */
    encodePixels: (ids, pixels, signal) => post(encodeIn(ids), { pixels }, signal),
    /**
     * In one model, for want of its live socket.
     * @param {string} id
     * @param {number[][]} drawing rows of x, y and the pen
     * @returns {Promise<Pick<ImageFacts, "input" | "judge"> & Encoding>}
     */
    encodeDrawing: (id, drawing) => post(`${at(id)}/encode`, { drawing }),
    /**
     * @param {string} id @param {object} wanted mu, sigma, n, temperature, seed, images
     * @param {AbortSignal} signal @returns {Promise<{z: number[][]}>}
     */
    sample: (id, wanted, signal) => post(`${at(id)}/sample`, wanted, signal),
    /** Where a model's tiles are, of the plane through a code. @param {Model} model @param {number[]} through */
    tiles: (model, through) => `${at(model.id)}/${model.revision}/tiles/{z}/{x}/{y}.png${plane(model, through)}`,
    /**
     * Where the numbers of a layer over these tiles are.
     * @param {Model} model @param {import("../core/state.js").Layer} layer @param {number[]} through
     */
    layers: (model, layer, through) =>
      `${at(model.id)}/${model.revision}/layers/${layer}/{z}/{x}/{y}.json${plane(model, through)}`,
    /**
     * One square of them.
     * @param {string} url
     * @param {AbortSignal} signal
     * @returns {Promise<import("../core/ramp.js").Numbers>}
     */
    numbers: (url, signal) => ask(url, { signal }),
    /** Decoded images as 784 bytes each. @param {string} id @param {number[][]} z */
    decode: (id, z) => bytes(`${at(id)}/decode`, { z }),
    /**
     * Images compared with the first, as the live socket has them.
     * @param {string} id
     * @param {number[][]} z
     * @param {import("../core/request_kinds.js").Pace} pace
     */
    compare: (id, z, pace) => bytes(`${at(id)}/compare`, { z, pace }),
    /**
     * How close neighbours must be to be alike.
     * @param {string} id
     * @param {number[]} code
     * @param {AbortSignal} signal
     * @returns {Promise<import("../core/contract.js").Similarity>}
     */
    similarity: (id, code, signal) => ask(`${at(id)}/likeness?at=${code.join(",")}`, { signal }),
    /** Where the live socket to models is. @param {string[]} ids */
    live(ids) {
      const url = new URL("api/live", document.baseURI);
      url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      url.search = `lang=${language}&${modelsQuery(ids)}`;
      return url.href;
    },
  };
}
/** @typedef {ReturnType<typeof createApi>} Api */
