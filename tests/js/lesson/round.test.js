import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Round } from "../../../static/lesson/round.js";

const FRAME = ["ready", "remind", "locked", "busy", "idle", "tell"];

/** A step whose act ends when it is told to; what became of it is told by the names of what was called. */
function begin({ value = [1], before = null, predicts = true, hasControl = true, rest = async () => {} } = {}) {
  const told = [];
  const frame = Object.fromEntries(FRAME.map((name) => [name, () => told.push(name)]));
  const acts = [];
  const act = mock.fn(() => new Promise((resolve, reject) => acts.push({ resolve, reject })));
  const placed = { value };
  const control = {
    value: () => placed.value,
    set: (values) => (placed.value = values),
    lock: () => told.push("lock"),
    show: () => told.push("show"),
  };
  const left = new AbortController();
  const [onLocked, onSeen, onNext] = [mock.fn(), mock.fn(), mock.fn()];
  const options = { frame, before, predicts, signal: left.signal, rest, onLocked, onSeen, onNext };
  const round = new Round({ control: hasControl ? control : null, act }, options);
  return { round, told, acts, act, placed, left, onLocked, onSeen, onNext };
}
const OUTCOME = { measured: [5], values: {} };
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("a prediction is locked, the thing done, the gap seen, and kept; then the next step follows", async () => {
  const { round, told, acts, onLocked, onSeen, onNext } = begin();
  const seen = round.advance();
  assert.deepEqual(onLocked.mock.calls[0].arguments, [[1]], "as soon as it is locked");
  acts[0].resolve(OUTCOME);
  await seen;
  assert.deepEqual(told, ["ready", "lock", "locked", "busy", "show", "tell"]);
  assert.deepEqual(onSeen.mock.calls[0].arguments, [[5]]);
  await round.advance();
  assert.equal(onNext.mock.callCount(), 1);
});

test("until it is whole, one is reminded; a lecturer goes on without it, and nothing is kept", async () => {
  const { round, told, acts, onLocked } = begin({ value: null });
  await round.advance();
  assert.equal(told.at(-1), "remind");
  const seen = round.advance(true);
  acts[0].resolve(OUTCOME);
  await seen;
  assert.deepEqual([told.at(-1), onLocked.mock.callCount()], ["tell", 0]);
});

test("pressed again while the thing is being done, it is done once", async () => {
  const { round, acts, act, onNext } = begin();
  const seen = round.advance();
  await round.advance(true);
  assert.equal(act.mock.callCount(), 1);
  acts[0].resolve(OUTCOME);
  await seen;
  assert.equal(onNext.mock.callCount(), 0);
});

test("a press too many while it rests does not lead past what is seen", async () => {
  const resting = Promise.withResolvers();
  const { round, told, acts, onNext } = begin({ rest: () => resting.promise });
  const seen = round.advance();
  acts[0].resolve(OUTCOME);
  await settle();
  await round.advance();
  assert.deepEqual([told.at(-1), onNext.mock.callCount()], ["busy", 0]);
  resting.resolve();
  await seen;
  assert.deepEqual([told.at(-1), onNext.mock.callCount()], ["tell", 0]);
});

test("what fails can be tried again, and the prediction locked before is kept once", async () => {
  const { round, told, acts, onLocked, onSeen } = begin();
  const failing = round.advance();
  acts[0].reject(new Error("away"));
  await assert.rejects(failing, /away/);
  assert.equal(told.at(-1), "idle");
  const seen = round.advance();
  acts[1].resolve(OUTCOME);
  await seen;
  assert.equal(onLocked.mock.callCount(), 1);
  assert.deepEqual(onSeen.mock.calls[0].arguments, [[5]]);
});

test("once the step is left, neither its outcome nor its failure is told", async () => {
  for (const how of ["resolve", "reject"]) {
    const { round, told, acts, left } = begin();
    const seen = round.advance();
    left.abort();
    acts[0][how](how === "resolve" ? OUTCOME : left.signal.reason);
    await seen;
    await settle();
    assert.equal(told.at(-1), "busy");
  }
});

test("what was predicted before is shown, locked; so is a step where nothing is predicted", () => {
  const { placed, told } = begin({ value: null, before: [3] });
  assert.deepEqual([placed.value, told], [[3], ["lock", "locked"]]);
  assert.deepEqual(begin({ predicts: false }).told, ["lock", "locked"]);
  assert.deepEqual(begin({ hasControl: false }).told, ["locked"]);
});
