import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { parseState } from "../../../static/core/state.js";
import { Store } from "../../../static/core/store.js";

const INITIAL = parseState("");

test("only those who listen to a key that changed are told, once, with the new state", () => {
  const store = new Store(INITIAL);
  const [t, both] = [mock.fn(), mock.fn()];
  store.listen(["t"], t);
  store.listen(["t", "seed"], both);
  store.set({ seed: 3 });
  assert.equal(t.mock.callCount(), 0);
  assert.equal(both.mock.callCount(), 1);
  store.set({ t: 2, seed: 4 });
  assert.deepEqual([t.mock.callCount(), both.mock.callCount()], [1, 2]);
  assert.deepEqual(t.mock.calls[0].arguments, [{ ...INITIAL, t: 2, seed: 4 }]);
});

test("nobody is told of what stayed the same", () => {
  const store = new Store({ ...INITIAL, t: 2 });
  const listener = mock.fn();
  store.listen(["t", "seed"], listener);
  store.set({ t: 2, label: 3 });
  assert.equal(listener.mock.callCount(), 0);
  assert.equal(store.state.label, 3);
});

test("who stopped listening is not told", () => {
  const store = new Store(INITIAL);
  const [gone, here] = [mock.fn(), mock.fn()];
  const stop = store.listen(["t"], gone);
  store.listen(["t"], here);
  stop();
  store.set({ t: 3 });
  assert.deepEqual([gone.mock.callCount(), here.mock.callCount()], [0, 1]);
});

test("a state once given out never changes", () => {
  const store = new Store(INITIAL);
  const before = store.state;
  store.set({ t: 4 });
  assert.equal(before.t, 1);
});
