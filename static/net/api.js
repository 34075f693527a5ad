/** The server's HTTP API, as functions. */

import { baseAddress } from "../core/base_address.js";
import { MNIST } from "../core/mnist.js";
import { axesAlong, beside } from "../core/plane.js";
import { isLacking, isStale, Offline, Refusal, refusalOf, ServerGone } from "./refusal.js";
import { retry } from "./retry.js";

/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/plane.js").Plane} Plane */
/** @typedef {import("../core/contract.js").Cloud} Cloud */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {{image: ImageFacts, models: Record<string, Encoding>}} Encoded a digit, with its encodings by model id */
/** @typedef {import("../core/contract.js").Picture} Picture */
/** @typedef {import("../core/contract.js").ImageSet} ImageSet */
/** @typedef {{revision: string, feature_distances: number[]}} Judge */

const ONCE_MORE = { first: 0, tries: 2 };
const START_MS = 10_000; // for answers that a server has at hand once its models are loaded; then it is asked anew

/** A signal that is aborted by a TimeoutError, unless it is ended before. @param {number} limit ms, without end if infinite */
function watchSilence(limit) {
  const late = new AbortController();
  const tell = () => late.abort(new DOMException("no answer", "TimeoutError"));
  const timer = limit < Infinity ? setTimeout(tell, limit) : undefined;
  return { signal: late.signal, end: () => clearTimeout(timer) };
}

/** @param {string[]} ids */
const modelsQuery = (ids) => String(new URLSearchParams(ids.map((id) => ["model", id])));

/**
 * @typedef {{
 *   signal?: AbortSignal,
 *   onStale?: () => void,
 *   suffix?: string,
 *   addressOf?: (path: string) => string,
 *   lacking?: (path: string) => Refusal,
 * }} Options
 *   signal: once aborted, nothing more is asked, and requests reject with AbortError;
 *   onStale: called where the server no longer has a model of a request, or not on these weights;
 *   suffix: of JSON that is kept as files; addressOf: where what has a path is;
 *   lacking: of a host of files, where it has a file not at all, or not whole
 */

/**
 * @param {{offline: string, silent: string}} words for when the server can't be reached, and when it does not answer
 * @param {Options} [options]
 */
export function createApi({ offline, silent }, options = {}) {
  const { signal: ending, onStale = () => {}, suffix = "", addressOf = (path) => path, lacking } = options;
  const language = document.documentElement.lang;

  /**
   * @template T
   * @param {string} path @param {RequestInit} options @param {(answer: Response) => Promise<T>} read
   * @param {() => void} onAnswer called as the answer begins
   */
  async function send(path, options, read, onAnswer) {
    const headers = { "Accept-Language": language, ...options.headers };
    try {
      const answer = await fetch(addressOf(path), { ...options, headers });
      onAnswer();
      if (lacking && isLacking(answer)) throw lacking(path);
      if (!answer.ok) throw await refusalOf(answer, offline);
      return await read(answer);
    } catch (error) {
      if (isStale(error)) onStale();
      if (lacking && error instanceof SyntaxError) throw lacking(path);
      const { name } = /** @type {Error} */ (error); // TypeError: fetch got no answer, or no whole one
      throw name === "TypeError" ? new Offline(offline) : name === "TimeoutError" ? new Offline(silent) : error;
    }
  }

  /**
   * @template T
   * @param {string} path @param {RequestInit} given @param {(answer: Response) => Promise<T>} read
   * @param {number} [limit] ms until the answer to each try has to begin; on a slow network the rest may take as long again
   */
  function reach(path, given, read, limit = Infinity) {
    const signals = [given.signal, ending].filter((signal) => signal instanceof AbortSignal);
    const attempt = () => {
      const silence = watchSilence(limit);
      const signal = AbortSignal.any([...signals, silence.signal]);
      return send(path, { ...given, signal }, read, silence.end).finally(silence.end);
    };
    return retry(attempt, ONCE_MORE, { isWorthIt: (error) => error instanceof ServerGone });
  }

  /** @param {string} path @param {RequestInit} [options] @param {number} [limit] */
  const ask = (path, options = {}, limit) => reach(path, options, (answer) => answer.json(), limit);

  /** @param {object} body @param {AbortSignal} [signal] @returns {RequestInit} */
  const json = (body, signal) => ({
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
    signal,
  });

  /** @param {string} path @param {object} body @param {AbortSignal} [signal] */
  const post = (path, body, signal) => ask(path, json(body, signal));

  /** @param {string} path @param {object} body @returns {Promise<Uint8Array>} */
  async function bytes(path, body) {
    const options = json(body);
    const headers = { ...options.headers, Accept: "application/octet-stream" };
    return new Uint8Array(await reach(path, { ...options, headers }, (answer) => answer.arrayBuffer()));
  }

  /** The revision of each model that has been asked for. @type {Map<string, string>} */
  const revisions = new Map();

  /** An encoded digit. Rejects where a model's weights are no longer those that this API began with. @param {Response} answer */
  async function readEncoded(answer) {
    const found = await answer.json();
    for (const [id, { revision }] of Object.entries(found.models)) {
      if ((revisions.get(id) ?? revision) !== revision) throw new Refusal("", "stale_revision");
    }
    return found;
  }

  /** URL of a model. Its id is escaped, being a folder's name, which may hold any character. @param {string} id */
  const at = (id) => `api/models/${encodeURIComponent(id)}`;

  /** @param {ImageSet} images */
  const judgeOf = ({ id }) => (id === MNIST ? "api/judge" : `api/sets/${encodeURIComponent(id)}/judge`);

  const whole = (/** @type {string} */ path) => new URL(addressOf(path), baseAddress(document.baseURI)).href;

  /** Encode a digit in several models at once. @param {string[]} ids @param {RequestInit} how @returns {Promise<Encoded>} */
  const encodeIn = (ids, how) => reach(`api/encode?${modelsQuery([...new Set(ids)])}`, how, readEncoded);

  /** @param {string[]} ids @param {object} digit @param {AbortSignal} [signal] */
  const encode = (ids, digit, signal) => encodeIn(ids, json(digit, signal));

  /** Names a plane that is not the usual one, as a query does. @param {Plane} plane */
  function named(plane) {
    const axes = axesAlong(plane);
    return axes?.join() === "0,1" ? "" : `&plane=${axes ?? plane.along}`;
  }
  /** Query for a plane through a code; empty in two dimensions, where there is only one. @param {Plane} plane @param {number[]} through */
  const planeQuery = (plane, through) =>
    through.length > 2
      ? `?through=${beside(plane, through).map((value) => Number(value.toFixed(4)))}${named(plane)}`
      : "";

  /** What was begun and nobody has taken, by models and digit. @type {Map<string, Promise<Encoded>>} */
  const begun = new Map();
  /** @param {string[]} ids @param {number} sample @param {AbortSignal} [signal] */
  const askForSample = (ids, sample, signal) => encode(ids, { sample }, signal);
  const keyOf = (/** @type {string[]} */ ids, /** @type {number} */ sample) => [...ids, sample].join();

  return {
    /** Whether there is no server: what it would compute, the page has to. */
    alone: false,
    /** @returns {Promise<Model[]>} */
    models: () => ask(`api/models${suffix}`, {}, START_MS),
    /** One model with all of its metrics. @param {string} id @returns {Promise<Model>} */
    async model(id) {
      const found = await ask(`${at(id)}${suffix}`, {}, START_MS);
      revisions.set(id, found.revision);
      return found;
    },
    /** The sample's codes; thumbnails.url is a whole address. @param {string} id @returns {Promise<Cloud>} */
    async codes(id) {
      const path = `${at(id)}/codes${suffix}`;
      const { thumbnails, codes } = await ask(path, {}, START_MS);
      const url = new URL(thumbnails.url, new URL(path, baseAddress(document.baseURI))).href; // it is relative to the answer
      return { thumbnails: { ...thumbnails, url }, codes };
    },
    /**
     * A file, such as the sample's digits as one picture.
     * @param {string} url
     * @param {{read?: (answer: Response) => Promise<Blob>, limit?: number, signal?: AbortSignal}} [how] limit: as of `reach`
     */
    file: (url, { read = (answer) => answer.blob(), limit = START_MS, signal } = {}) =>
      reach(url, { signal }, read, limit),
    /** @param {string[]} ids @param {Picture} picture @param {AbortSignal} signal @returns {Promise<Encoded>} */
    async encodePicture(ids, { file, name, knobs }, signal) {
      const body = new FormData();
      body.append("file", file);
      for (const [knob, value] of Object.entries(knobs)) if (value !== null) body.append(knob, String(value));
      const send = () => encodeIn(ids, { method: "POST", body, signal });
      if (name === null) return send();
      body.append("picture", name); // a server that lacks the picture will keep it under the same name
      return encode(ids, { picture: name, ...knobs }, signal).catch((error) => {
        // Pictures expire, and only one of several servers has each.
        if (error instanceof Refusal && error.code === "unknown_picture") return send();
        throw error;
      });
    },
    /** @param {string[]} ids @param {import("../core/pixels.js").Rows} pixels @param {AbortSignal} signal @returns {Promise<Encoded>} */
    encodePixels: (ids, pixels, signal) => encode(ids, { pixels }, signal),
    /** @param {string[]} ids @param {number} index @param {AbortSignal} signal @returns {Promise<Encoded>} */
    encodeSample(ids, index, signal) {
      const key = keyOf(ids, index);
      const answer = begun.get(key);
      begun.delete(key);
      return answer ?? askForSample(ids, index, signal);
    },
    /** Begin to encode a digit of the sample that is about to be asked for. @param {string[]} ids @param {number} index */
    beginSample(ids, index) {
      const answer = askForSample(ids, index);
      answer.catch(() => {}); // whoever asks for it learns of it
      begun.set(keyOf(ids, index), answer);
    },
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
    /** URL template of a model's tiles in a plane through a code. @param {Model} model @param {Plane} plane @param {number[]} through */
    tiles: (model, plane, through) =>
      `${at(model.id)}/${model.revision}/tiles/{z}/{x}/{y}.png${planeQuery(plane, through)}`,
    /** Fetch a tile, so that the browser has it. @param {string} url @param {AbortSignal} [signal] */
    tile: (url, signal) => reach(url, { signal, priority: "low" }, (answer) => answer.blob()),
    /**
     * A layer's numbers over one of these tiles.
     * @param {Model} model @param {import("./layer_squares.js").Square} square @param {AbortSignal} signal
     * @returns {Promise<import("../core/layer_colours.js").Numbers>}
     */
    layer(model, { layer, tile: { z, x, y }, plane, through }, signal) {
      const path = `${at(model.id)}/${model.revision}/layers/${layer}/${z}/${x}/${y}.json`;
      return ask(`${path}${planeQuery(plane, through)}`, { signal });
    },
    /** Decode codes to images, one after the other. @param {string} id @param {number[][]} z */
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
     * @param {Plane} plane of these neighbours
     * @param {AbortSignal} signal
     * @returns {Promise<import("../core/contract.js").Similarity>}
     */
    similarity: (id, code, plane, signal) => ask(`${at(id)}/likeness?at=${code}${named(plane)}`, { signal }),
    /** What is known of the judge of a set's images. @param {ImageSet} images @returns {Promise<Judge>} */
    judge: (images) => ask(`${judgeOf(images)}${suffix}`, {}, START_MS),
    /** Whole address of a model's weights. @param {Model} model */
    weights: ({ id, revision }) => whole(`${at(id)}/${revision}/weights.safetensors`),
    /** Whole address of a judge's weights. @param {ImageSet} images that it reads @param {Judge} judge */
    judgeWeights: (images, { revision }) => whole(`${judgeOf(images)}/${revision}/weights.safetensors`),
    /** The images of the sample's first codes, to hold an engine's own to. @param {Model} model @param {number[][]} z */
    imagesOf: ({ id }, z) => bytes(`${at(id)}/decode`, { z }),
    /** URL of the live socket to models, if there is one. @param {string[]} ids @returns {string | null} */
    live(ids) {
      const url = new URL("api/live", document.baseURI);
      url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      url.search = `lang=${language}&${modelsQuery(ids)}`;
      return url.href;
    },
  };
}
/** @typedef {ReturnType<typeof createApi>} Api */
