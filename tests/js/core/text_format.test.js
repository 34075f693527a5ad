import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalsFor } from "../../../static/core/text_format.js";

test("a slider's value has as many decimals as tell apart hundredths of its range", () => {
  assert.deepEqual([23.8, 8.86, 0.5, 0.005].map(decimalsFor), [2, 2, 3, 5]);
  assert.deepEqual([0, 1e-9, 1e9].map(decimalsFor), [2, 6, 2], "two to six, whatever the range");
});
