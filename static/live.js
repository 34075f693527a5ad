/** Decoding under the finger: one request in flight, the newest waits, whatever is overtaken is forgotten. */

const LONGEST_WAIT = 5000;

/** @param {number} seq @param {number[]} z @returns {ArrayBuffer} */
export function requestFrame(seq, z) {
  const frame = new DataView(new ArrayBuffer(8 + 4 * z.length));
  frame.setUint32(0, seq, true);
  frame.setUint32(4, 1, true);
  z.forEach((value, i) => frame.setFloat32(8 + 4 * i, value, true));
  return frame.buffer;
}

/** @param {ArrayBuffer} frame @returns {{seq: number, pixels: Uint8Array}} */
export function parseAnswer(frame) {
  return { seq: new DataView(frame).getUint32(0, true), pixels: new Uint8Array(frame, 8) };
}

/** A live socket to one model. */
export class Live {
  /** @type {WebSocket | undefined} */ #socket;
  /** @type {number[] | undefined} */ #waiting;
  /** @type {number[] | undefined} */ #asked;
  #seq = 0;
  #failures = 0;
  #closed = false;

  /**
   * @param {string} url
   * @param {(pixels: Uint8Array, z: number[]) => void} onImage
   * @param {(connected: boolean) => void} onState
   */
  constructor(url, onImage, onState) {
    this.url = url;
    this.onImage = onImage;
    this.onState = onState;
  }

  /** Ask for the image of z; a z that still waits is replaced. @param {number[]} z */
  request(z) {
    this.#waiting = z;
    if (!this.#socket) this.#connect();
    this.#send();
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  #send() {
    if (!this.#waiting || this.#asked || this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#asked = this.#waiting;
    this.#waiting = undefined;
    this.#socket.send(requestFrame(++this.#seq, this.#asked));
  }

  #connect() {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#failures = 0;
      this.onState(true);
      this.#send();
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#retry();
    this.#socket = socket;
  }

  /** @param {ArrayBuffer} data */
  #receive(data) {
    const { seq, pixels } = parseAnswer(data);
    if (seq !== this.#seq || !this.#asked) return;
    const z = this.#asked;
    this.#asked = undefined;
    this.#send();
    this.onImage(pixels, z);
  }

  #retry() {
    if (this.#closed) return;
    // What was asked is asked again, unless something newer waits.
    this.#waiting ??= this.#asked;
    this.#asked = undefined;
    this.onState(false);
    const wait = Math.min(LONGEST_WAIT, 250 * 2 ** this.#failures++);
    setTimeout(() => this.#closed || this.#connect(), wait);
  }
}
