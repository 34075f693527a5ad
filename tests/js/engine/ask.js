/**
 * Answers of the page's engine, for other programs: `node ask.js < {folder, about, questions: [{ask, given}]}`, all JSON;
 * bytes are lists. `about` is what the server says of the model, beyond what its folder has.
 */

import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { ANSWERS } from "../../../static/engine/answers.js";
import { engineOf } from "./networks.js";

const { folder, sd, questions } = await json(stdin);
const engine = await engineOf(folder);
engine.sd = sd ?? engine.sd;
const bytes = (/** @type {number[]} */ values) => Uint8Array.from(values);
const answers = questions.map(({ ask, given: { digit, digits, codes, kind, ...given } }) =>
  ANSWERS[ask](engine, {
    ...given,
    ...(digit && { digit: bytes(digit) }),
    ...(digits && { digits: digits.map(bytes) }),
    ...(codes && { codes: kind === undefined ? codes : Float32Array.from(codes.flat()), kind }),
  }),
);
stdout.write(JSON.stringify(answers.map((found) => (found instanceof Uint8Array ? [...found] : (found ?? null)))));
