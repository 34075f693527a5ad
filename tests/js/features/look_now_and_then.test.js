import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { createChannels } from "../../../static/features/channels.js";
import { lookNowAndThen } from "../../../static/features/look_now_and_then.js";

test("a page that computes looks for other models with a digit, once a minute at most", () => {
  mock.timers.enable({ apis: ["Date"] });
  const [channels, look] = [createChannels(), mock.fn()];
  lookNowAndThen(channels, look);
  const digitAfter = (ms) => {
    mock.timers.tick(ms);
    channels.digit.set(null);
    return look.mock.callCount();
  };
  assert.equal(digitAfter(100_000), 0, "by its connection a page learns of it at once");
  channels.engine.set({});
  assert.deepEqual([digitAfter(1000), digitAfter(30_000), digitAfter(1000), digitAfter(60_000)], [1, 1, 1, 2]);
});
