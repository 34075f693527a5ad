import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Live, parseAnswer, requestFrame } from "../../static/live.js";

/** A socket that a test opens, answers and drops. */
class FakeSocket {
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
    const z = Array.from({ length: (frame.byteLength - 8) / 4 }, (_, i) => view.getFloat32(8 + 4 * i, true));
    this.sent.push({ seq: view.getUint32(0, true), n: view.getUint32(4, true), z });
  }

  open() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  /** Answer a request with one grey level. */
  answer(seq, level = 0) {
    const frame = new Uint8Array(8 + 784).fill(level, 8);
    new DataView(frame.buffer).setUint32(0, seq, true);
    new DataView(frame.buffer).setUint32(4, 1, true);
    this.onmessage({ data: frame.buffer });
  }

  drop() {
    this.readyState = 3;
    this.onclose();
  }

  close() {
    this.drop();
  }
}

const newest = () => FakeSocket.all[FakeSocket.all.length - 1];
const asked = (socket) => socket.sent.map(({ z }) => z[0]);

beforeEach(() => {
  FakeSocket.all = [];
  globalThis.WebSocket = FakeSocket;
});

function connect() {
  const [onImage, onState] = [mock.fn(), mock.fn()];
  const live = new Live("ws://here/live", onImage, onState);
  return { live, onImage, shown: () => onImage.mock.calls.map(({ arguments: [, z] }) => z[0]), states: () => onState.mock.calls.map((c) => c.arguments[0]) };
}

test("a request is seq, n and float32, little-endian", () => {
  const bytes = [...new Uint8Array(requestFrame(0x01020304, [1, -2.5]))];
  assert.deepEqual(bytes, [4, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
});

test("an answer is seq, n and pixels", () => {
  const frame = Uint8Array.of(4, 3, 2, 1, 1, 0, 0, 0, 9, 8, 7);
  const { seq, pixels } = parseAnswer(frame.buffer);
  assert.equal(seq, 0x01020304);
  assert.deepEqual([...pixels], [9, 8, 7]);
});

test("no socket is opened before something is asked, and only one", () => {
  const { live } = connect();
  assert.equal(FakeSocket.all.length, 0);
  live.request([1, 2]);
  live.request([2, 2]);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(newest().url, "ws://here/live");
  assert.equal(newest().binaryType, "arraybuffer");
});

test("what was asked before the socket opened is asked when it opens: the newest only", () => {
  const { live } = connect();
  live.request([1, 2]);
  live.request([3, 4]);
  newest().open();
  assert.deepEqual(newest().sent.map(({ n, z }) => [n, z]), [[1, [3, 4]]]);
});

test("one request is in flight, the newest waits, and what it overtook is never asked", () => {
  const { live, shown } = connect();
  live.request([1, 0]);
  newest().open();
  for (const z of [2, 3, 4]) live.request([z, 0]);
  assert.deepEqual(asked(newest()), [1]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(asked(newest()), [1, 4]);
  newest().answer(newest().sent[1].seq);
  assert.deepEqual(asked(newest()), [1, 4]);
  assert.deepEqual(shown(), [1, 4]);
});

test("an image comes with the z that it is of", () => {
  const { live, onImage } = connect();
  live.request([1.5, 2]);
  newest().open();
  live.request([9, 9]);
  newest().answer(newest().sent[0].seq, 77);
  const [pixels, z] = onImage.mock.calls[0].arguments;
  assert.deepEqual(z, [1.5, 2]);
  assert.equal(pixels.length, 784);
  assert.ok(pixels.every((value) => value === 77));
});

test("each request has a number of its own, and an answer to another number is no answer", () => {
  const { live, shown } = connect();
  live.request([1, 0]);
  newest().open();
  live.request([2, 0]);
  const first = newest().sent[0].seq;
  newest().answer(first + 5);
  assert.deepEqual([shown(), asked(newest())], [[], [1]]);
  newest().answer(first);
  newest().answer(first);
  assert.deepEqual(shown(), [1], "the late second answer to the first is dropped");
  assert.notEqual(newest().sent[1].seq, first);
});

test("after a loss the last z is asked again, of a new socket", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live, shown, states } = connect();
  live.request([1, 0]);
  newest().open();
  newest().drop();
  assert.deepEqual(states(), [true, false]);
  assert.equal(FakeSocket.all.length, 1);
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, 2);
  newest().open();
  assert.deepEqual(asked(newest()), [1]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(shown(), [1]);
  assert.deepEqual(states(), [true, false, true]);
});

test("what waits is newer than what was asked", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live } = connect();
  live.request([1, 0]);
  newest().open();
  live.request([2, 0]);
  newest().drop();
  context.mock.timers.tick(250);
  newest().open();
  assert.deepEqual(asked(newest()), [2]);
});

test("what is asked meanwhile opens no further socket", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live } = connect();
  live.request([1, 0]);
  newest().open();
  newest().drop();
  live.request([3, 0]);
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, 2);
  newest().open();
  assert.deepEqual(asked(newest()), [3]);
});

test("it waits twice as long after each failure, at most five seconds, and anew after a success", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live } = connect();
  live.request([1, 0]);
  for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
    const before = FakeSocket.all.length;
    newest().drop();
    context.mock.timers.tick(wait - 1);
    assert.equal(FakeSocket.all.length, before, `not before ${wait}`);
    context.mock.timers.tick(1);
    assert.equal(FakeSocket.all.length, before + 1, `at ${wait}`);
  }
  newest().open();
  const before = FakeSocket.all.length;
  newest().drop();
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, before + 1);
});

test("a closed one stays closed, even where a retry was due", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live } = connect();
  live.request([1, 0]);
  newest().open();
  newest().drop();
  live.close();
  context.mock.timers.tick(60_000);
  assert.equal(FakeSocket.all.length, 1);
});
