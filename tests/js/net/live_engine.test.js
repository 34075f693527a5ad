import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAWN } from "../../../static/core/request_kinds.js";
import { FakeSocket, asked, connect, newest, nextFrame, settle } from "./live_page.js";

/** An engine that answers when a test says so. */
function fakeEngine() {
  const questions = [];
  return {
    questions,
    ask: (wanted) => new Promise((resolve, reject) => questions.push({ z: wanted.codes[0][0], resolve, reject })),
    async answer() {
      questions.shift().resolve(new Uint8Array(784));
      await settle();
      nextFrame();
    },
    async fail() {
      questions.shift().reject(new Error("lost"));
      await settle();
    },
  };
}

/** A page whose socket has answered once, and that then computes. */
async function computing() {
  const page = connect();
  page.request([1, 0]);
  newest().open();
  newest().answer(newest().sent[0].seq);
  const engine = fakeEngine();
  page.live.computeBy(engine);
  return { ...page, engine, socket: newest() };
}

test("once the page computes it asks its engine alone, and has no connection", async () => {
  const { request, engine, socket, shown, states } = await computing();
  assert.equal(socket.readyState, 3);
  for (const z of [2, 3, 4]) request([z, 0]);
  await engine.answer();
  await engine.answer();
  assert.deepEqual(shown(), [1, 2, 4], "one in flight, the newest waits");
  assert.deepEqual(asked(socket), [1]);
  assert.equal(FakeSocket.all.length, 1);
  assert.deepEqual(states(), ["live"]);
});

test("what is in flight, or waits for a connection, is asked of the engine anew", async () => {
  for (const opens of [true, false]) {
    const { live, request, shown } = connect();
    request([1, 0]);
    const socket = newest();
    if (opens) socket.open();
    const engine = fakeEngine();
    live.computeBy(engine);
    assert.deepEqual(
      engine.questions.map(({ z }) => z),
      [1],
    );
    await engine.answer();
    assert.deepEqual(shown(), [1]);
  }
});

test("a late answer of the server is not shown over the engine's", async () => {
  const { live, request, shown } = connect();
  request([1, 0]);
  newest().open();
  const socket = newest();
  const heard = socket.onmessage;
  live.computeBy(fakeEngine());
  socket.onmessage ??= heard;
  socket.answer(socket.sent[0].seq);
  assert.deepEqual(shown(), []);
});

test("a drawing is the engine's too: no connection is made for it", async () => {
  const { view, engine } = await computing();
  view({ side: "vae", codes: [[5, 5, 1]], kind: DRAWN });
  assert.deepEqual(
    engine.questions.map(({ z }) => z),
    [5],
  );
  assert.equal(FakeSocket.all.length, 1);
});

test("an engine that fails is asked no more: the same question goes to the server", async () => {
  const { request, engine, shown } = await computing();
  request([2, 0]);
  await engine.fail();
  newest().open();
  assert.deepEqual(asked(newest()), [2]);
  newest().answer(newest().sent[0].seq);
  request([3, 0]);
  assert.deepEqual([engine.questions.length, shown().at(-1)], [0, 2]);
});
