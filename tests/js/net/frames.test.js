import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { parseAnswer, requestFrame } from "../../../static/net/live_frames.js";

/** Written once by hand; tests/app/routes/test_live_frames.py reads it too. Of an answer its head: 784 pixels a code follow. */
const CASES = JSON.parse(readFileSync(new URL("../../frames.json", import.meta.url), "utf8"));
const hex = (buffer) => Buffer.from(buffer).toString("hex");

test("requests are the bytes that the server reads", () => {
  for (const { request, ...asked } of CASES) assert.equal(hex(requestFrame(asked)), request);
});

test("answers are read as the server writes them", () => {
  for (const { view, seq, codes, answer } of CASES) {
    const pixels = Uint8Array.from({ length: 784 * codes.length }, (_, i) => (7 * i + seq) % 256);
    const bytes = Uint8Array.from([...Buffer.from(answer, "hex"), ...pixels]);
    assert.deepEqual(parseAnswer(bytes.buffer), { view, seq, pixels });
  }
});

test("any request has its place, its number and its codes in the frame", () => {
  const code = (length) =>
    fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: length, maxLength: length });
  const codes = fc
    .integer({ min: 2, max: 16 })
    .chain((length) => fc.array(code(length), { minLength: 1, maxLength: 20 }));
  const asked = fc.record({ view: fc.nat(15), model: fc.nat(15), kind: fc.nat(4), seq: fc.nat(2 ** 32 - 1), codes });
  fc.assert(
    fc.property(asked, ({ view, model, kind, seq, codes: rows }) => {
      const frame = requestFrame({ view, model, kind, seq, codes: rows });
      const sent = new Float32Array(frame.slice(12));
      assert.deepEqual([...sent], rows.flat());
      const head = new DataView(frame);
      assert.deepEqual([head.getUint16(0, true), head.getUint8(2), head.getUint8(3)], [view, model, kind]);
      assert.deepEqual([head.getUint32(4, true), head.getUint32(8, true)], [seq, rows.length]);
      assert.deepEqual(parseAnswer(frame).seq, seq);
    }),
  );
});
