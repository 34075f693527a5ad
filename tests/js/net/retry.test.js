import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { patiently } from "../../../static/net/retry.js";

/** Let all that waits for promises go on. */
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
const { signal } = new AbortController();

test("what fails at first is asked for again, after pauses that double", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ask = mock.fn(async () => {
    if (ask.mock.callCount() < 2) throw new Error("busy");
    return "here";
  });
  const answer = patiently(ask, signal);
  for (const [pause, asked] of [
    [499, 1],
    [1, 2],
    [999, 2],
    [1, 3],
  ]) {
    await settle();
    context.mock.timers.tick(pause);
    await settle();
    assert.equal(ask.mock.callCount(), asked);
  }
  assert.equal(await answer, "here");
});

test("after the fifth try it fails as that did", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ask = mock.fn(async () => {
    throw new Error(`try ${ask.mock.callCount() + 1}`);
  });
  const failing = assert.rejects(patiently(ask, signal), /try 5/);
  for (let i = 0; i < 5; i++) {
    await settle();
    context.mock.timers.tick(10_000);
  }
  await failing;
  assert.equal(ask.mock.callCount(), 5);
});

test("nobody asks for one who has left", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const leaving = new AbortController();
  const ask = mock.fn(async () => {
    throw new Error("busy");
  });
  const failing = assert.rejects(patiently(ask, leaving.signal), { name: "AbortError" });
  await settle();
  leaving.abort();
  context.mock.timers.tick(10_000);
  await failing;
  assert.equal(ask.mock.callCount(), 1);
});
