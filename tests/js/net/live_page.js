/** A live socket whose server a test plays: it opens, answers and drops the connection, and shows the screen's frames. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock } from "node:test";
import { LiveSocket } from "../../../static/net/live_socket.js";

/** A socket that a test opens, answers and drops. */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static all = [];
  readyState = 0;
  sent = [];

  constructor(url) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  send(frame) {
    assert.equal(this.readyState, FakeSocket.OPEN, "a socket that is not open takes nothing");
    const view = new DataView(frame);
    const z = Array.from({ length: (frame.byteLength - 12) / 4 }, (_, i) => view.getFloat32(12 + 4 * i, true));
    const [seq, n] = [view.getUint32(4, true), view.getUint32(8, true)];
    this.sent.push({ view: view.getUint16(0, true), model: view.getUint8(2), kind: view.getUint8(3), seq, n, z });
  }

  open() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  /** Answer a request with one grey level, and let the screen show its next frame. */
  answer(seq, level = 0, view = 0) {
    const frame = new Uint8Array(12 + 784).fill(level, 12);
    new DataView(frame.buffer).setUint16(0, view, true);
    new DataView(frame.buffer).setUint32(4, seq, true);
    new DataView(frame.buffer).setUint32(8, 1, true);
    this.onmessage({ data: frame.buffer });
    nextFrame();
  }

  drop(reason = "") {
    this.readyState = 3;
    this.onclose?.({ reason });
  }

  close() {
    this.drop();
  }
}

/** What waits for the screen's next frame. */
let frames = [];
export function nextFrame() {
  const due = frames;
  frames = [];
  due.forEach((draw) => draw());
}

export const newest = () => FakeSocket.all[FakeSocket.all.length - 1];
export const asked = (socket) => socket.sent.map(({ z }) => z[0]);

beforeEach(() => {
  FakeSocket.all = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  mock.method(Math, "random", () => 1); // the longest wait
});

export const made = [];
afterEach(() => made.splice(0).forEach((live) => live.close()));

export function connect(decode = async () => assert.fail("not by HTTP")) {
  const [onAnswer, onState] = [mock.fn(), mock.fn()];
  const live = new LiveSocket({ url: "ws://here/live", sides: ["ae", "vae"], decode, onState });
  const view = live.view(onAnswer);
  made.push(live);
  return {
    live,
    onAnswer,
    view,
    /** Ask for one code. */
    request: (z, side = "vae") => view({ side, codes: [z] }),
    shown: () => onAnswer.mock.calls.map(({ arguments: [{ wanted }] }) => wanted.codes[0][0]),
    states: () => onState.mock.calls.map((call) => call.arguments[0]),
  };
}
export const settle = () => new Promise((resolve) => setImmediate(resolve));
