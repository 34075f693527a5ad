import assert from "node:assert/strict";
import { test } from "node:test";
import { patiently } from "../../../static/net/patience.js";
import { Offline, Refusal } from "../../../static/net/refusal.js";
import { endPauses } from "../../../static/net/retry.js";

const settle = () => new Promise((resolve) => setImmediate(resolve));
/** Attempts that end so, one after another, and what is told meanwhile. */
function waiting(...ends) {
  const told = [];
  const attempt = async () => {
    const end = ends.shift();
    if (end instanceof Error) throw end;
    return end;
  };
  return { attempt, told, onWaiting: (sentence) => told.push(sentence) };
}
const busy = Object.assign(new Refusal("too busy"), { passes: true });

test("it says once what it waits for, anew where that changes, and nothing in the end", async () => {
  const { attempt, told, onWaiting } = waiting(new Offline("away"), new Offline("away"), busy, "here");
  const answer = patiently(attempt, { onWaiting });
  for (let i = 0; i < 3; i++) {
    await settle();
    endPauses();
  }
  assert.equal(await answer, "here");
  assert.deepEqual(told, ["away", "too busy", ""]);
});

test("who need not wait is told nothing", async () => {
  const { attempt, told, onWaiting } = waiting("here");
  assert.equal(await patiently(attempt, { onWaiting }), "here");
  assert.deepEqual(told, []);
});

test("what will not pass, or is wanted no more, fails", async () => {
  for (const [end, isWanted] of [
    [new Refusal("no such model"), () => true],
    [new SyntaxError("no JSON"), () => true],
    [new Offline("away"), () => false],
  ]) {
    const { attempt, told, onWaiting } = waiting(end);
    await assert.rejects(patiently(attempt, { onWaiting, isWanted }), end);
    assert.deepEqual(told, []);
  }
});
