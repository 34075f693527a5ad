/**
 * Answers of the page's engine, for other programs: `node ask.js < {folder, sd, cloud, questions: [{ask, given}]}`, all JSON;
 * bytes are lists.
 */

import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { below } from "../../../static/core/percentiles.js";
import { warningsOf } from "../../../static/core/warnings.js";
import { ANSWERS } from "../../../static/engine/answers.js";
import { engineOf } from "./networks.js";

const { folder, sd, cloud, questions } = await json(stdin);
const engine = await engineOf(folder);
engine.sd = sd ?? engine.sd;
engine.cloud = Float32Array.from(cloud?.flat() ?? []);
const bytes = (/** @type {number[]} */ values) => Uint8Array.from(values);
const pause = async () => {};
/** What the page does with them itself. */
const OF_PAGE = {
  warnings: (_, { image, percentile }) => warningsOf(image, percentile),
  percentile: (_, { quantiles, value }) => 100 * below(quantiles, value),
};
const answers = [];
for (const { ask, given } of questions) {
  const { digit, digits, codes, kind, ...rest } = given;
  const asked = {
    ...rest,
    ...(digit && { digit: bytes(digit) }),
    ...(digits && { digits: digits.map(bytes) }),
    ...(codes && { codes: ask === "draws" ? codes : Float32Array.from(codes.flat()), kind }),
  };
  answers.push(await (ANSWERS[ask] ?? OF_PAGE[ask])(engine, asked, pause));
}
stdout.write(JSON.stringify(answers.map((found) => (found instanceof Uint8Array ? [...found] : (found ?? null)))));
