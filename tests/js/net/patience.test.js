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

test("it says after each try what it waits for, and nothing in the end", async () => {
  const { attempt, told, onWaiting } = waiting(new Offline("away"), new Offline("away"), busy, "here");
  const answer = patiently(attempt, { onWaiting });
  for (let i = 0; i < 3; i++) {
    await settle();
    endPauses();
  }
  assert.equal(await answer, "here");
  assert.deepEqual(told, ["away", "away", "too busy", ""]);
});

test("who need not wait is told nothing", async () => {
  const { attempt, told, onWaiting } = waiting("here");
  assert.equal(await patiently(attempt, { onWaiting }), "here");
  assert.deepEqual(told, []);
});

test("what will not pass fails, and nothing is told", async () => {
  for (const end of [new Refusal("no such model"), new SyntaxError("no JSON")]) {
    const { attempt, told, onWaiting } = waiting(end);
    await assert.rejects(patiently(attempt, { onWaiting }), end);
    assert.deepEqual(told, []);
  }
});

test("who waits in vain, or is wanted no more, leaves nothing told", async () => {
  const gone = new Refusal("no such model");
  const vain = waiting(new Offline("away"), gone);
  const failing = patiently(vain.attempt, { onWaiting: vain.onWaiting });
  const unwanted = waiting(new Offline("away"), "late");
  const ending = new AbortController();
  const dropped = patiently(unwanted.attempt, { signal: ending.signal, onWaiting: unwanted.onWaiting });
  await settle();
  ending.abort();
  await assert.rejects(dropped, { name: "AbortError" });
  endPauses();
  await assert.rejects(failing, gone);
  assert.deepEqual(
    [vain.told, unwanted.told],
    [
      ["away", ""],
      ["away", ""],
    ],
  );
});
