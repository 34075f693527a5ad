/** One model's engine, in a Worker: told once what to load, then asked; each answer bears its question's number. */

import { ANSWERS, createEngine } from "./answers.js";
import { createKernel } from "./kernels.js";
import { load, pause } from "./loading.js";

/** @typedef {import("./loading.js").Source} Source */
/** @typedef {{files: {kernel: Source, model: Source, judge: Source | null}, about: import("./answers.js").About, distances: number[]}} Start */
/** @typedef {{number: number} & ({load: Start} | {ask: keyof typeof ANSWERS, given: object})} Question */
/** @typedef {{number: number, found?: any, failed?: string}} Answer failed: why there is none */

/** @type {import("./answers.js").Engine | undefined} */
let engine;

/** @param {Start} start */
async function begin({ files, about, distances }) {
  const [code, model, judge] = await Promise.all([
    load(files.kernel),
    load(files.model),
    files.judge ? load(files.judge) : null,
  ]);
  engine = createEngine(await createKernel(code), { model, judge }, about, distances);
}

/** @param {{number: number, ask: keyof typeof ANSWERS, given: any}} question */
async function answer({ number, ask, given }) {
  try {
    const found = await ANSWERS[ask](/** @type {import("./answers.js").Engine} */ (engine), given, pause);
    postMessage({ number, found }, { transfer: found instanceof Uint8Array ? [found.buffer] : [] });
  } catch (error) {
    // What can't be asked so is for whoever asks. Any other error is a fault, and the Worker's end.
    if (error instanceof RangeError) postMessage({ number, failed: `${error}` });
    else reportError(error);
  }
}

addEventListener("message", ({ data }) => {
  // Why it can't begin is for the page to say.
  if (!data.load) return void answer(data);
  begin(data.load)
    .then(() => "", String)
    .then((failed) => postMessage({ number: data.number, failed }));
});
