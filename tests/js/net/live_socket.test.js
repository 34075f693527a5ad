import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { parseAnswer, requestFrame } from "../../../static/net/live_frames.js";
import { LiveSocket } from "../../../static/net/live_socket.js";
import { FakeSocket, asked, connect, made, newest, nextFrame, settle } from "./live_page.js";

test("a request is view, model, seq, n and float32, little-endian", () => {
  const bytes = [...new Uint8Array(requestFrame({ view: 0x0506, model: 1, seq: 0x01020304, codes: [[1], [-2.5]] }))];
  assert.deepEqual(bytes, [6, 5, 1, 0, 4, 3, 2, 1, 2, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
});

test("an answer is view, model, seq, n and pixels", () => {
  const frame = Uint8Array.of(6, 5, 1, 0, 4, 3, 2, 1, 1, 0, 0, 0, 9, 8, 7);
  const { view, seq, pixels } = parseAnswer(frame.buffer);
  assert.deepEqual([view, seq], [0x0506, 0x01020304]);
  assert.deepEqual([...pixels], [9, 8, 7]);
});

test("no socket is opened before something is asked, and only one", () => {
  const { request } = connect();
  assert.equal(FakeSocket.all.length, 0);
  request([1, 2]);
  request([2, 2]);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(newest().url, "ws://here/live");
  assert.equal(newest().binaryType, "arraybuffer");
});

test("what was asked before the socket opened is asked when it opens: the newest only", () => {
  const { request } = connect();
  request([1, 2]);
  request([3, 4]);
  newest().open();
  assert.deepEqual(
    newest().sent.map(({ n, z }) => [n, z]),
    [[1, [3, 4]]],
  );
});

test("one request is in flight, the newest waits, and what it overtook is never asked", () => {
  const { request, shown } = connect();
  request([1, 0]);
  newest().open();
  for (const z of [2, 3, 4]) request([z, 0]);
  assert.deepEqual(asked(newest()), [1]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(asked(newest()), [1, 4]);
  newest().answer(newest().sent[1].seq);
  assert.deepEqual(asked(newest()), [1, 4]);
  assert.deepEqual(shown(), [1, 4]);
});

test("an image comes with the z that it is of", () => {
  const { request, onAnswer } = connect();
  request([1.5, 2]);
  newest().open();
  request([9, 9]);
  newest().answer(newest().sent[0].seq, 77);
  const [{ pixels, wanted }] = onAnswer.mock.calls[0].arguments;
  assert.deepEqual(wanted, { side: "vae", codes: [[1.5, 2]] });
  assert.equal(pixels.length, 784);
  assert.ok(pixels.every((value) => value === 77));
});

test("each request has a number of its own, and an answer to another number is no answer", () => {
  const { request, shown } = connect();
  request([1, 0]);
  newest().open();
  request([2, 0]);
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
  const { request, shown, states } = connect();
  request([1, 0]);
  newest().open();
  newest().answer(newest().sent[0].seq);
  request([2, 0]);
  newest().drop();
  assert.deepEqual(states(), ["live", "waiting"]);
  assert.equal(FakeSocket.all.length, 1);
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, 2);
  newest().open();
  assert.deepEqual(asked(newest()), [2]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(shown(), [1, 2]);
  assert.deepEqual(states(), ["live", "waiting", "live"]);
});

test("what waits is newer than what was asked", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { request } = connect();
  request([1, 0]);
  newest().open();
  request([2, 0]);
  newest().drop();
  context.mock.timers.tick(250);
  newest().open();
  assert.deepEqual(asked(newest()), [2]);
});

test("what is asked meanwhile opens no further socket", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { request } = connect();
  request([1, 0]);
  newest().open();
  newest().drop();
  request([3, 0]);
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, 2);
  newest().open();
  assert.deepEqual(asked(newest()), [3]);
});

test("it waits twice as long after each failure, at most five seconds, and anew after a success", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { request } = connect(async () => Promise.reject(new Error("offline")));
  request([1, 0]);
  for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
    const before = FakeSocket.all.length;
    newest().drop();
    context.mock.timers.tick(wait - 1);
    assert.equal(FakeSocket.all.length, before, `not before ${wait}`);
    context.mock.timers.tick(1);
    assert.equal(FakeSocket.all.length, before + 1, `at ${wait}`);
  }
  newest().open();
  newest().answer(newest().sent[0].seq);
  const before = FakeSocket.all.length;
  newest().drop();
  context.mock.timers.tick(250);
  assert.equal(FakeSocket.all.length, before + 1);
});

test("a closed one stays closed, even where a retry was due", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live, request } = connect();
  request([1, 0]);
  newest().open();
  newest().drop();
  live.close();
  context.mock.timers.tick(60_000);
  assert.equal(FakeSocket.all.length, 1);
});

test("each view has its own request in flight, and the model is named by its place", () => {
  const { live, request, shown } = connect();
  const onSamples = mock.fn();
  const samples = live.view(onSamples);
  request([1, 0], "ae");
  newest().open();
  samples({
    side: "vae",
    codes: [
      [5, 5],
      [6, 6],
    ],
  });
  request([2, 0], "vae");
  assert.deepEqual(
    newest().sent.map(({ view, model, n, z }) => [view, model, n, z]),
    [
      [0, 0, 1, [1, 0]],
      [1, 1, 2, [5, 5, 6, 6]],
    ],
  );
  newest().answer(newest().sent[1].seq, 9, 1);
  assert.deepEqual([shown(), onSamples.mock.callCount()], [[], 1]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(newest().sent[2].z, [2, 0]);
});

test("of two answers between two frames of the screen only the newer is shown", () => {
  const { request, shown } = connect();
  request([1, 0]);
  newest().open();
  request([2, 0]);
  const later = globalThis.requestAnimationFrame;
  const due = [];
  globalThis.requestAnimationFrame = (draw) => due.push(draw);
  newest().answer(newest().sent[0].seq);
  newest().answer(newest().sent[1].seq);
  assert.deepEqual([shown(), due.length], [[], 1]);
  due[0]();
  assert.deepEqual(shown(), [2]);
  globalThis.requestAnimationFrame = later;
});

test("where sockets are blocked images come by HTTP, one at a time, and by socket again when it opens", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked_ = [];
  const decode = ({ side, codes }) => new Promise((resolve) => asked_.push({ side, z: codes[0][0], resolve }));
  const { request, shown, states } = connect(decode);
  request([1, 0]);
  newest().drop();
  assert.equal(asked_.length, 0, "a first loss may pass");
  context.mock.timers.tick(250);
  newest().drop();
  request([2, 0]);
  request([3, 0]);
  assert.deepEqual(
    asked_.map(({ z }) => z),
    [1],
  );
  asked_[0].resolve(new Uint8Array(784));
  await settle();
  nextFrame();
  assert.deepEqual([shown(), asked_.map(({ z }) => z), states()], [[1], [1, 3], ["waiting", "http"]]);
  context.mock.timers.tick(500);
  newest().open();
  assert.deepEqual(asked(newest()), [3], "what HTTP has not brought yet is asked of the socket");
  asked_[1].resolve(new Uint8Array(784));
  await settle();
  nextFrame();
  assert.deepEqual(shown(), [1], "and its late answer is nobody's");
  newest().answer(newest().sent[0].seq);
  assert.deepEqual([shown(), states().at(-1)], [[1, 3], "live"]);
});

test("what HTTP could not bring either is asked again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let fails = true;
  const { request, shown, states } = connect(async () =>
    fails ? Promise.reject(new Error("offline")) : new Uint8Array(784),
  );
  request([1, 0]);
  newest().drop();
  context.mock.timers.tick(250);
  newest().drop();
  await settle();
  assert.deepEqual([shown(), states()], [[], ["waiting"]]);
  fails = false;
  context.mock.timers.tick(500);
  newest().drop();
  await settle();
  nextFrame();
  assert.deepEqual([shown(), states().at(-1)], [[1], "http"]);
});

test("a server that hangs is left after four seconds, and what it was asked is asked anew", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { live, request, shown, states } = connect();
  const other = live.view(() => {});
  request([1, 0]);
  newest().open();
  other({ side: "ae", codes: [[5, 5]] });
  newest().answer(newest().sent[1].seq, 0, 1);
  context.mock.timers.tick(3999);
  assert.deepEqual(states(), ["live"], "another view's answer does not end the patience of this one");
  context.mock.timers.tick(1);
  assert.deepEqual(states(), ["live", "waiting"]);
  const hanging = newest();
  context.mock.timers.tick(250);
  assert.notEqual(newest(), hanging);
  newest().open();
  assert.deepEqual(asked(newest()), [1]);
  assert.equal(hanging.onmessage, null, "its late answers are nobody's");
  newest().answer(newest().sent[0].seq);
  context.mock.timers.tick(60_000);
  assert.deepEqual([shown(), states()], [[1], ["live", "waiting", "live"]], "who asks nothing waits for nothing");
});

test("a server that opens sockets only to close them is asked by HTTP, and less and less often by socket", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const decode = mock.fn(async () => new Uint8Array(784));
  const { request, shown } = connect(decode);
  request([1, 0]);
  for (const wait of [250, 500, 1000]) {
    newest().open();
    newest().drop();
    context.mock.timers.tick(wait - 1);
    const before = FakeSocket.all.length;
    context.mock.timers.tick(1);
    assert.equal(FakeSocket.all.length, before + 1, `after ${wait}`);
    await settle();
    nextFrame();
  }
  assert.ok(decode.mock.callCount() > 0 && shown().length > 0 && shown().every((z) => z === 1));
});

test("a slow answer by HTTP is waited for, not asked for again at each failed socket", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const decode = mock.fn(() => new Promise(() => {}));
  const { request } = connect(decode);
  request([1, 0]);
  for (const wait of [250, 500, 1000, 2000]) {
    newest().drop();
    context.mock.timers.tick(wait);
  }
  assert.equal(decode.mock.callCount(), 1);
});

test("a failed answer by HTTP is asked for by the socket that opened meanwhile", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let fail;
  const { request } = connect(() => new Promise((_, reject) => (fail = reject)));
  request([1, 0]);
  newest().drop();
  context.mock.timers.tick(250);
  newest().drop();
  context.mock.timers.tick(500);
  newest().open();
  fail(new Error("offline"));
  await settle();
  assert.deepEqual(asked(newest()), [1]);
});

test("a socket that is back is tried with what is shown already, so that its return can be told", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { request, states } = connect();
  request([1, 0]);
  newest().open();
  newest().answer(newest().sent[0].seq);
  newest().drop();
  context.mock.timers.tick(250);
  newest().open();
  assert.deepEqual([asked(newest()), states()], [[1], ["live", "waiting"]]);
  newest().answer(newest().sent[0].seq);
  assert.deepEqual(states(), ["live", "waiting", "live"]);
});

test("codes that are no numbers are refused where they are asked for, not asked for again and again", () => {
  const { request } = connect();
  assert.throws(() => request(NaN), RangeError);
  assert.equal(FakeSocket.all.length, 0);
});

test("a connection that is closed before it is open is closed once it is", () => {
  const live = new LiveSocket({
    url: "ws://server",
    sides: ["vae"],
    decode: async () => new Uint8Array(784),
    onState: () => {},
  });
  live.view(() => {})({ side: "vae", codes: [[0, 0]] });
  const socket = newest();
  live.close();
  assert.equal(socket.readyState, FakeSocket.CONNECTING, "browsers complain otherwise");
  socket.open();
  assert.equal(socket.readyState, 3);
  assert.deepEqual(socket.sent, []);
});

test("why the server refused the socket is told with the state", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const [onAnswer, onState] = [mock.fn(), mock.fn()];
  const decode = async () => new Uint8Array(784);
  const live = new LiveSocket({ url: "ws://here/live", sides: ["ae", "vae"], decode, onState });
  made.push(live);
  live.view(onAnswer)({ side: "vae", codes: [[1, 2]] });
  const refuse = () => {
    newest().open();
    newest().drop("not this page");
    mock.timers.tick(5000);
  };
  refuse();
  refuse();
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.reset();
  assert.deepEqual(onState.mock.calls.at(-1).arguments, ["http", "not this page"]);
});
