import assert from "node:assert/strict";
import { test } from "node:test";
import { toHalf, toHalves } from "../../../static/core/float16.js";
import { widen } from "../../../static/core/tensors.js";

test("every float16 is itself, and each sum halfway between two goes to the even one", () => {
  for (let half = 0; half < 0x7c00; half++) {
    const [value, next] = widen(Uint16Array.of(half, half + 1));
    assert.equal(toHalf(value), half);
    assert.equal(toHalf(-value), half | 0x8000);
    if (half === 0x7bff) break;
    const middle = (value + next) / 2;
    assert.equal(toHalf(middle), half + (half % 2));
    assert.equal(toHalf(Math.fround(middle * (1 + 2 ** -20))), half + 1);
    assert.equal(toHalf(Math.fround(middle * (1 - 2 ** -20))), half);
  }
});

test("what is too large is infinite, and what is no number stays none", () => {
  assert.deepEqual(
    [...toHalves(Float32Array.of(65519, 65520, 1e9, -Infinity, NaN))],
    [0x7bff, 0x7c00, 0x7c00, 0xfc00, 0x7e00],
  );
});
