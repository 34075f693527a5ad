/**
 * What the page reads in pictures, for other programs: `node ask.js`. Each question is a line of JSON, {width, height,
 * knobs, into}, and the picture's RGBA behind it; each answer a line of JSON with `ms`, the time that it took. into: the
 * side and channels of images that are no digits.
 */

import { performance } from "node:perf_hooks";
import { stdin, stdout } from "node:process";
import { AUTOMATIC } from "../../../static/core/knobs.js";
import { fromFile } from "../../../static/reading/digit_input.js";
import { fitted } from "../../../static/reading/fitted.js";
import { Problem } from "../../../static/reading/problem.js";
import { pixelsOf } from "./pixels.js";

const listOf = ({ picture, ...step }) => ({ ...step, picture: { ...picture, grey: [...picture.grey] } });

async function answer({ width, height, knobs, into }, rgba) {
  const begun = performance.now();
  const file = async () => pixelsOf(width, height, rgba);
  if (into) return { input: [...(await fitted(file, { ...AUTOMATIC, ...knobs }, into)).bytes] };
  const found = await fromFile(file, { ...AUTOMATIC, ...knobs }).then(({ found }) => found);
  const ms = performance.now() - begun;
  if (found instanceof Problem) return { code: found.code, values: found.values, steps: found.steps.map(listOf), ms };
  return { ...found, input: [...found.input], steps: found.steps.map(listOf), digits: found.digits.map(listOf), ms };
}

/** The picture that is arriving, and how many of its bytes have come. */
let pending = null;
let line = "";

async function take(chunk) {
  for (let at = 0; at < chunk.length;) {
    if (!pending) {
      const end = chunk.indexOf("\n", at);
      line += chunk.toString("latin1", at, end < 0 ? chunk.length : end);
      if (end < 0) return;
      const question = JSON.parse(line);
      line = "";
      pending = { question, rgba: new Uint8Array(4 * question.width * question.height), got: 0 };
      at = end + 1;
    }
    const part = chunk.subarray(at, at + pending.rgba.length - pending.got);
    pending.rgba.set(part, pending.got);
    pending.got += part.length;
    at += part.length;
    if (pending.got < pending.rgba.length) return;
    const { question, rgba } = pending;
    pending = null;
    stdout.write(`${JSON.stringify(await answer(question, rgba))}\n`);
  }
}

for await (const chunk of stdin) await take(chunk);
