import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "../../../static/core/csv.js";

test("lines end as RFC 4180 has it, and what there is none of is empty", () => {
  const rows = [["vae-2d", 1, null]];
  assert.equal(csv({ header: ["model", "z0", "kl (nats)"], rows }), "model,z0,kl (nats)\r\nvae-2d,1,\r\n");
});

test("numbers keep all of their digits, with a point in them", () => {
  const numbers = [Math.fround(0.1), -1 / 3, 1e-10, 128.13018798828125, -0];
  const [, line] = csv({ header: ["a", "b", "c", "d", "e"], rows: [numbers] }).split("\r\n");
  assert.deepEqual(line.split(",").map(Number), [...numbers.slice(0, 4), 0]);
});

test("commas, quotes and line ends within a value are quoted", () => {
  assert.equal(
    csv({ header: ["a,b"], rows: [['say "x"'], ["two\nlines"]] }),
    '"a,b"\r\n"say ""x"""\r\n"two\nlines"\r\n',
  );
});
