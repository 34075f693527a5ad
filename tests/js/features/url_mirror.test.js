import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { parseState } from "../../../static/core/state.js";
import { Store } from "../../../static/core/store.js";
import { mirror } from "../../../static/features/url_mirror.js";

const INITIAL = parseState("");

test("the URL is written once the state rests", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new Store(INITIAL);
  const replace = mock.fn();
  mirror(store, { replace, delay: 250 });
  for (let seed = 1; seed <= 5; seed++) {
    store.set({ seed });
    context.mock.timers.tick(249);
  }
  assert.equal(replace.mock.callCount(), 0);
  context.mock.timers.tick(1);
  assert.deepEqual(
    replace.mock.calls.map(({ arguments: given }) => given),
    [["seed=5"]],
  );
  context.mock.timers.tick(1000);
  assert.equal(replace.mock.callCount(), 1);
});
