import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalsFor, scientific, shortened } from "../../../static/core/text_format.js";

test("a slider's value has as many decimals as tell apart hundredths of its range", () => {
  assert.deepEqual([23.8, 8.86, 0.5, 0.005].map(decimalsFor), [2, 2, 3, 5]);
  assert.deepEqual([0, 1e-9, 1e9].map(decimalsFor), [2, 6, 2], "two to six, whatever the range");
});

test("a name too long is cut in its middle, as names that begin alike end otherwise", () => {
  assert.equal(shortened("Tomato___healthy", 16), "Tomato___healthy");
  assert.equal(shortened("Tomato___healthy", 10), "Tomat…lthy");
  assert.equal(shortened("🙂".repeat(9), 5), "🙂🙂…🙂🙂", "no letter is cut in two");
});

test("a small number is written with a power of ten, as the language writes it", () => {
  assert.deepEqual(
    [9.5617e-8, 0.0005, 2].map((value) => scientific(value, "en")),
    ["9.56·10⁻⁸", "5·10⁻⁴", "2·10⁰"],
  );
  assert.equal(scientific(1.25e-12, "vi"), "1,25·10⁻¹²");
});
