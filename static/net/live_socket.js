/**
 * What a page's views ask of its two models: answered by the page's own engine, once there is one, else over one WebSocket,
 * else by HTTP. Each view has at most one request in flight, and keeps only the newest of those that wait.
 */

import { parseAnswer, requestFrame } from "./live_frames.js";
import { afterPause, pauseAfter } from "./retry.js";

/** @typedef {import("../core/sides.js").Side} Side */
/**
 * @typedef {{
 *   side: Side,
 *   codes: number[][],
 *   kind?: number,
 * }} Wanted codes of one model; kind: of request, by default images
 */
/**
 * @typedef {{
 *   pixels: Uint8Array,
 *   wanted: Wanted,
 * }} Answer pixels: the bytes of an image per code, then whatever else the request's kind asks for
 */
/** @typedef {"live" | "waiting" | "http"} State answered; disconnected; disconnected, but decoding by HTTP */
/** @typedef {"page" | "socket" | "http"} Way by which a request goes */
/**
 * @typedef {{ask: (wanted: Wanted) => Promise<Uint8Array>}} Engine of the page
 */
/**
 * @typedef {{
 *   onAnswer: (answer: Answer) => void,
 *   seq: number,
 *   way?: Way,
 *   waiting?: Wanted,
 *   asked?: Wanted,
 *   shown?: Wanted,
 *   answer?: Answer,
 * }} View
 *   waiting: not sent yet; asked: in flight, by that way; answer: to be shown at the next frame; shown: the last request
 *   answered
 */

const RECONNECT = { first: 250, longest: 5000 };
const TRIES = 2; // failed connections in a row before requests go by HTTP
const DEAD_AFTER_MS = 4000; // without an answer

/** A page's live connection to its two models. */
export class LiveSocket {
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {View[]} */ #views = [];
  #failures = 0;
  #closed = false;
  #drawing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #alarm;
  /** @type {State | undefined} */ #state;
  #reason = "";
  /** @type {Engine | null} */ #engine = null;

  /**
   * @param {{
   *   url: string | null,
   *   sides: Side[],
   *   decode: (wanted: Wanted) => Promise<Uint8Array>,
   *   onState: (state: State, reason: string) => void,
   * }} options onState: reason, the server's for its last refusal, or empty; url: of the socket, which names the models in the order of `sides`; null: there is no server, and requests wait for the engine; decode: the same by HTTP
   */
  constructor({ url, sides, decode, onState }) {
    this.url = url;
    this.sides = sides;
    this.decode = decode;
    this.onState = onState;
  }

  /**
   * Add a view. Returns a function that requests codes, in place of a request that still waits; it throws RangeError if
   * a code isn't finite.
   * @param {(answer: Answer) => void} onAnswer called in an animation frame, with the newest answer only
   * @returns {(wanted: Wanted) => void}
   */
  view(onAnswer) {
    /** @type {View} */
    const view = { onAnswer, seq: 0 };
    this.#views.push(view);
    return (wanted) => {
      if (this.#closed) return;
      // The server would refuse it and the page repeat it without end: raise the error where the bug is.
      if (!wanted.codes.flat().every(Number.isFinite)) throw new RangeError("codes must be finite");
      view.waiting = wanted;
      this.#send(view);
    };
  }

  /**
   * From now on this engine answers; where it fails, or without one, the server does.
   * @param {Engine | null} engine
   */
  computeBy(engine) {
    if (this.#closed) return;
    this.#engine = engine;
    if (!engine) return this.#askAgain(this.#views.filter(({ way }) => way === "page"));
    this.#askAgain(this.#views);
    this.#rest();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#alarm);
    if (this.#socket) this.#end(this.#socket);
  }

  /** @param {State} state */
  #become(state) {
    if (this.#state !== state) this.onState((this.#state = state), this.#reason);
  }

  /** @returns {Way | undefined} undefined: none yet */
  #way() {
    if (this.#engine) return "page";
    if (!this.url) return undefined;
    if (!this.#socket) this.#connect();
    if (this.#socket?.readyState === WebSocket.OPEN) return "socket";
    return this.#failures < TRIES ? undefined : "http";
  }

  /** @param {View} view */
  #send(view) {
    if (!view.waiting || view.asked) return;
    const way = this.#way();
    if (!way) return;
    const wanted = (view.asked = view.waiting);
    const seq = ++view.seq;
    view.waiting = undefined;
    view.way = way;
    if (way === "page") this.#sendToEngine(view, wanted, seq);
    else if (way === "socket") this.#sendBySocket(view, wanted);
    else this.#sendByHttp(view, wanted, seq);
  }

  /** @param {View} view @param {Wanted} wanted @param {number} seq */
  async #sendToEngine(view, wanted, seq) {
    const engine = /** @type {Engine} */ (this.#engine);
    const pixels = await engine.ask(wanted).catch(() => null);
    if (view.seq !== seq || this.#closed) return;
    if (pixels) this.#receive(view, pixels);
    else if (this.#engine === engine) this.computeBy(null);
  }

  /** @param {View} view @param {Wanted} wanted */
  #sendBySocket(view, { side, codes, kind }) {
    const [index, model] = [this.#views.indexOf(view), this.sides.indexOf(side)];
    this.#socket?.send(requestFrame({ view: index, model, kind, seq: view.seq, codes }));
    this.#alarm ??= setTimeout(() => this.#abandon(), DEAD_AFTER_MS);
  }

  /** @param {View} view @param {Wanted} wanted @param {number} seq */
  async #sendByHttp(view, wanted, seq) {
    const pixels = await this.decode(wanted).catch(() => null);
    // A socket has opened meanwhile, and the same or a newer request went by it.
    if (view.seq !== seq || this.#closed) return;
    if (pixels) {
      this.#become("http");
      this.#receive(view, pixels);
    } else {
      this.#become("waiting");
      this.#takeBack(view);
    }
  }

  #connect() {
    const socket = new WebSocket(/** @type {string} */ (this.url));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#greet();
    socket.onmessage = ({ data }) => this.#hear(parseAnswer(data));
    socket.onclose = ({ reason }) => {
      this.#reason = reason;
      this.#retry();
    };
    this.#socket = socket;
  }

  /** Send all that waits, or else repeat what is shown: only an answer proves that the connection works. */
  #greet() {
    const asks = this.#views.some(({ asked, waiting }) => asked || waiting);
    const shown = this.#views.find((view) => view.shown);
    if (!asks && shown) shown.waiting = shown.shown;
    this.#askAgain(this.#views);
  }

  /** @param {{view: number, seq: number, pixels: Uint8Array}} answer */
  #hear({ view: index, seq, pixels }) {
    // Only an answer proves that it works: a server that refuses also opens the socket, then closes it with a reason.
    this.#failures = 0;
    this.#become("live");
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    const view = this.#views[index];
    if (view?.asked && seq === view.seq) this.#receive(view, pixels);
    if (this.#views.some(({ asked }) => asked)) this.#alarm ??= setTimeout(() => this.#abandon(), DEAD_AFTER_MS);
  }

  /** @param {View} view @param {Uint8Array} pixels */
  #receive(view, pixels) {
    view.shown = /** @type {Wanted} */ (view.asked);
    view.answer = { pixels, wanted: view.shown };
    view.asked = undefined;
    this.#send(view);
    if (!this.#drawing) requestAnimationFrame(() => this.#draw());
    this.#drawing = true;
  }

  #draw() {
    this.#drawing = false;
    for (const view of this.#views) {
      const { answer } = view;
      view.answer = undefined;
      if (answer && !this.#closed) view.onAnswer(answer);
    }
  }

  /** @param {View[]} views */
  #askAgain(views) {
    for (const view of views) {
      this.#takeBack(view);
      this.#send(view);
    }
  }

  /** Let the request in flight wait again, unless a newer one does. @param {View} view */
  #takeBack(view) {
    view.waiting ??= view.asked;
    view.asked = undefined;
  }

  /** Give up a socket without waiting for its close event, which takes long if the server hangs. */
  #abandon() {
    this.#drop();
    this.#retry();
  }

  #drop() {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    const socket = this.#socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    this.#end(socket);
  }

  /** Without a connection, until the engine is no more. */
  #rest() {
    this.#drop();
    this.#socket = undefined;
    this.#failures = 0;
    this.#become("live");
  }

  /** Browsers log an error if a socket is closed before it is open. @param {WebSocket} socket */
  #end(socket) {
    if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket.close();
  }

  #retry() {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    if (this.#closed) return;
    const wait = pauseAfter(++this.#failures, RECONNECT) ?? 0;
    if (this.#state !== "http") this.#become("waiting");
    this.#askAgain(this.#views.filter(({ asked, way }) => !asked || way === "socket")); // others stay in flight
    const lost = this.#socket;
    afterPause(wait, () => this.#closed || this.#socket !== lost || this.#connect());
  }
}
