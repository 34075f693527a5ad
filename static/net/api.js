/** The server's HTTP API, as functions. */

import { retry } from "./retry.js";

/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/contract.js").Cloud} Cloud */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {{image: ImageFacts, models: Record<string, Encoding>}} Encoded a digit, with its encodings by model id */
/** @typedef {import("../core/contract.js").Picture} Picture */

/** The server refused a request, or was never reached; the message is a sentence for the visitor. */
export class Refusal extends Error {
  /** @param {string} message @param {string} [code] of the problem @param {any} [details] the problem's whole body */
  constructor(message, code = "", details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The server could not be reached; a later request may get through. */
export class Offline extends Refusal {}

/** A proxy reports that the server died during the request; if repeated, another server may answer it. */
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

/** @param {string} offline the message for when the server can't be reached */
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

  /** URL of a model. Its id is escaped, being a folder's name, which may hold any character. @param {string} id */
  const at = (id) => `api/models/${encodeURIComponent(id)}`;

  /** URL that encodes a digit in several models at once. @param {string[]} ids */
  const encodeIn = (ids) => `api/encode?${modelsQuery(ids)}`;

  /**
   * Query for the plane through a code; empty in two dimensions, where there is only one plane.
   * @param {Model} model
   * @param {number[]} through
   */
  const plane = ({ latent_dim }, through) =>
    latent_dim > 2 ? `?through=${through.map((v, axis) => (axis < 2 ? 0 : Number(v.toFixed(4)))).join(",")}` : "";

  return {
    /** @returns {Promise<Model[]>} */
    models: () => ask("api/models"),
    /** One model with all of its metrics. @param {string} id @returns {Promise<Model>} */
    model: (id) => ask(at(id)),
    /** The sample's codes; thumbnails.url is a whole address. @param {string} id @returns {Promise<Cloud>} */
    async codes(id) {
      const path = `${at(id)}/codes`;
      const { thumbnails, codes } = await ask(path);
      const url = new URL(thumbnails.url, new URL(path, document.baseURI)).href; // it is relative to the answer
      return { thumbnails: { ...thumbnails, url }, codes };
    },
    /** @param {string[]} ids @param {Picture} picture @param {AbortSignal} signal @returns {Promise<Encoded>} */
    async encodePicture(ids, { file, name, knobs }, signal) {
      const path = encodeIn(ids);
      const body = new FormData();
      body.append("file", file);
      for (const [knob, value] of Object.entries(knobs)) if (value !== null) body.append(knob, String(value));
      const send = () => ask(path, { method: "POST", body, signal });
      if (name === null) return send();
      body.append("picture", name); // a server that lacks the picture will keep it under the same name
      return post(path, { picture: name, ...knobs }, signal).catch((error) => {
        // Pictures expire, and only one of several servers has each.
        if (error instanceof Refusal && error.code === "unknown_picture") return send();
        throw error;
      });
    },
    /** @param {string[]} ids @param {number[][]} pixels @param {AbortSignal} signal @returns {Promise<Encoded>} */
    encodePixels: (ids, pixels, signal) => post(encodeIn(ids), { pixels }, signal),
    /**
     * Encode a drawing in one model, when there is no live socket.
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
    /** URL template of a model's tiles in the plane through a code. @param {Model} model @param {number[]} through */
    tiles: (model, through) => `${at(model.id)}/${model.revision}/tiles/{z}/{x}/{y}.png${plane(model, through)}`,
    /**
     * URL template of a layer's numbers over these tiles.
     * @param {Model} model @param {import("../core/state.js").Layer} layer @param {number[]} through
     */
    layers: (model, layer, through) =>
      `${at(model.id)}/${model.revision}/layers/${layer}/{z}/{x}/{y}.json${plane(model, through)}`,
    /**
     * Load one tile of a layer's numbers.
     * @param {string} url
     * @param {AbortSignal} signal
     * @returns {Promise<import("../core/layer_colours.js").Numbers>}
     */
    numbers: (url, signal) => ask(url, { signal }),
    /** Decode codes to images of 784 bytes each. @param {string} id @param {number[][]} z */
    decode: (id, z) => bytes(`${at(id)}/decode`, { z }),
    /**
     * Compare decoded images with the first, answered in the live socket's format.
     * @param {string} id
     * @param {number[][]} z
     * @param {import("../core/request_kinds.js").Pace} pace
     */
    compare: (id, z, pace) => bytes(`${at(id)}/compare`, { z, pace }),
    /**
     * How close neighbours of a code must be for their images to be alike.
     * @param {string} id
     * @param {number[]} code
     * @param {AbortSignal} signal
     * @returns {Promise<import("../core/contract.js").Similarity>}
     */
    similarity: (id, code, signal) => ask(`${at(id)}/likeness?at=${code.join(",")}`, { signal }),
    /** URL of the live socket to models. @param {string[]} ids */
    live(ids) {
      const url = new URL("api/live", document.baseURI);
      url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      url.search = `lang=${language}&${modelsQuery(ids)}`;
      return url.href;
    },
  };
}
/** @typedef {ReturnType<typeof createApi>} Api */
