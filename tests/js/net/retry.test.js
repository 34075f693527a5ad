import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { BUSY, endPauses, PATIENT, pauseAfter, retry } from "../../../static/net/retry.js";

/** Let all that waits for promises go on. */
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
const { signal } = new AbortController();

beforeEach(() => mock.method(Math, "random", () => 1)); // the longest pauses

test("what fails at first is asked for again, after pauses that double", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ask = mock.fn(async () => {
    if (ask.mock.callCount() < 2) throw new Error("busy");
    return "here";
  });
  const answer = retry(ask, BUSY, { signal });
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
  const failing = assert.rejects(retry(ask, BUSY, { signal }), /try 5/);
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
  const failing = assert.rejects(retry(ask, BUSY, { signal: leaving.signal }), { name: "AbortError" });
  await settle();
  leaving.abort();
  context.mock.timers.tick(10_000);
  await failing;
  assert.equal(ask.mock.callCount(), 1);
});

test("pauses double up to the longest, and end with the last try", () => {
  const pauses = [1, 2, 3, 4, 5, 6].map((failures) => pauseAfter(failures, { first: 250, longest: 1000, tries: 5 }));
  assert.deepEqual(pauses, [250, 500, 1000, 1000, null, null]);
  assert.equal(pauseAfter(2000, { first: 250, longest: 5000 }), 5000);
});

test("what is not worth another try fails at once", async () => {
  const ask = mock.fn(async () => {
    throw new Error("refused");
  });
  await assert.rejects(retry(ask, BUSY, { isWorthIt: ({ message }) => message === "busy" }), /refused/);
  assert.equal(ask.mock.callCount(), 1);
});

test("a schedule without a pause tries again at once", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ask = mock.fn(async () => {
    if (ask.mock.callCount() < 1) throw new Error("gone");
    return "here";
  });
  assert.equal(await retry(ask, { first: 0, tries: 2 }), "here");
});

test("pauses are ended where the network is back, and each failure is told", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let there = false;
  const told = [];
  const ask = async () => {
    if (!there) throw new Error("away");
    return "here";
  };
  const answer = retry(ask, PATIENT, { onFailure: (error, failures) => told.push([error.message, failures]) });
  await settle();
  endPauses();
  await settle();
  assert.deepEqual(told, [
    ["away", 1],
    ["away", 2],
  ]);
  there = true;
  endPauses();
  assert.equal(await answer, "here");
  endPauses();
});

test("a pause ends with the interest in it", async () => {
  const leaving = new AbortController();
  const ask = async () => Promise.reject(new Error("away"));
  const failing = assert.rejects(retry(ask, PATIENT, { signal: leaving.signal }), { name: "AbortError" });
  await settle();
  leaving.abort();
  await failing;
});

test("the patient pause at most eight seconds, without end", () => {
  assert.deepEqual(
    [1, 5, 6, 1000].map((failures) => pauseAfter(failures, PATIENT)),
    [500, 8000, 8000, 8000],
  );
});
