/** Decoding under the finger: one socket a page; in each view one request in flight, the newest waits, the overtaken is forgotten. */

/** @typedef {import("./store.js").Side} Side */
/** @typedef {{side: Side, codes: number[][]}} Wanted codes of one of the two models */
/** @typedef {{pixels: Uint8Array, wanted: Wanted}} Answer 784 bytes for each code */
/** @typedef {"live" | "waiting" | "http"} State connected; not connected; not connected, but decoding by HTTP */
/**
 * @typedef {{onAnswer: (answer: Answer) => void, seq: number, waiting?: Wanted, asked?: Wanted, answer?: Answer}} View
 *   waiting: not asked yet; asked: in flight; answer: to be shown at the next frame
 */

const LONGEST_WAIT = 5000;
const TRIES = 2; // failed connections in a row before images are asked for by HTTP
const PATIENCE = 4000; // longer without an answer, and the connection is taken for dead
const HEADER = 12;

/** @param {{view: number, model: number, seq: number, codes: number[][]}} request @returns {ArrayBuffer} */
export function requestFrame({ view, model, seq, codes }) {
  const frame = new DataView(new ArrayBuffer(HEADER + 4 * codes.length * codes[0].length));
  frame.setUint16(0, view, true);
  frame.setUint16(2, model, true);
  frame.setUint32(4, seq, true);
  frame.setUint32(8, codes.length, true);
  codes.flat().forEach((value, i) => frame.setFloat32(HEADER + 4 * i, value, true));
  return frame.buffer;
}

/** @param {ArrayBuffer} frame @returns {{view: number, seq: number, pixels: Uint8Array}} */
export function parseAnswer(frame) {
  const header = new DataView(frame);
  return { view: header.getUint16(0, true), seq: header.getUint32(4, true), pixels: new Uint8Array(frame, HEADER) };
}

/** A page's live connection to its two models. */
export class Live {
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {View[]} */ #views = [];
  #failures = 0;
  #closed = false;
  #drawing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #alarm;

  /**
   * @param {{url: string, sides: Side[], decode: (wanted: Wanted) => Promise<Uint8Array>, onState: (state: State) => void}} options
   *   url: of the socket, which names the models in the order of `sides`; decode: the same by HTTP
   */
  constructor({ url, sides, decode, onState }) {
    this.url = url;
    this.sides = sides;
    this.decode = decode;
    this.onState = onState;
  }

  /**
   * A view of the page: ask it for the images of codes, and a request that still waits is replaced.
   * @param {(answer: Answer) => void} onAnswer called at a frame of the screen, with the newest answer only
   * @returns {(wanted: Wanted) => void}
   */
  view(onAnswer) {
    /** @type {View} */
    const view = { onAnswer, seq: 0 };
    this.#views.push(view);
    return (wanted) => {
      view.waiting = wanted;
      if (!this.#socket) this.#connect();
      this.#send(view);
    };
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#alarm);
    this.#socket?.close();
  }

  /** @param {View} view */
  #send(view) {
    if (!view.waiting || view.asked) return;
    if (this.#socket?.readyState === WebSocket.OPEN) {
      const { side, codes } = (view.asked = view.waiting);
      view.waiting = undefined;
      this.#alarm ??= setTimeout(() => this.#abandon(), PATIENCE);
      this.#socket.send(requestFrame({ view: this.#views.indexOf(view), model: this.sides.indexOf(side), seq: ++view.seq, codes }));
    } else if (this.#failures >= TRIES) this.#sendByHttp(view);
  }

  /** @param {View} view */
  async #sendByHttp(view) {
    const asked = (view.asked = /** @type {Wanted} */ (view.waiting));
    view.waiting = undefined;
    const pixels = await this.decode(asked).catch(() => null);
    if (view.asked !== asked || this.#closed) return;
    if (pixels) {
      if (this.#failures >= TRIES) this.onState("http");
      this.#receive(view, pixels);
    } else this.#takeBack(view);
  }

  #connect() {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#failures = 0;
      this.onState("live");
      this.#views.forEach((view) => this.#send(view));
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(this.#alarm);
      this.#alarm = undefined;
      const { view: index, seq, pixels } = parseAnswer(data);
      const view = this.#views[index];
      if (view?.asked && seq === view.seq) this.#receive(view, pixels);
    };
    socket.onclose = () => this.#retry();
    this.#socket = socket;
  }

  /** @param {View} view @param {Uint8Array} pixels */
  #receive(view, pixels) {
    view.answer = { pixels, wanted: /** @type {Wanted} */ (view.asked) };
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

  /** What was asked is asked again, unless something newer waits. @param {View} view */
  #takeBack(view) {
    view.waiting ??= view.asked;
    view.asked = undefined;
  }

  /** A server that hangs closes nothing, and a socket to it would take long to. */
  #abandon() {
    const socket = /** @type {WebSocket} */ (this.#socket);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#retry();
  }

  #retry() {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    if (this.#closed) return;
    const wait = Math.min(LONGEST_WAIT, 250 * 2 ** this.#failures++);
    if (this.#failures <= TRIES) this.onState("waiting");
    for (const view of this.#views) {
      this.#takeBack(view);
      this.#send(view);
    }
    // Not all at once: a hall whose server starts again would knock it over.
    setTimeout(() => this.#closed || this.#connect(), wait * (0.75 + Math.random() / 4));
  }
}
