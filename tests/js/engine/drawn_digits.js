/** Digits of drawings, for other programs: `node drawn_digits.js < drawings > bytes`, each its count of points, then rows. */

import { stdin, stdout } from "node:process";
import { buffer } from "node:stream/consumers";
import { digitOf } from "../../../static/engine/strokes.js";

const { buffer: bytes, byteOffset, length } = await buffer(stdin);
const given = bytes.slice(byteOffset, byteOffset + length);
for (let at = 0; at < length;) {
  const [points] = new Uint32Array(given, at, 1);
  stdout.write(digitOf(new Float32Array(given, at + 4, 3 * points)));
  at += 4 + 12 * points;
}
