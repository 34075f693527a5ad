/** One model's surveyor, in a Worker: told once what to load, then asked; it tells where its survey has become finer. */

import { Decoder } from "../decoder.js";
import { load, pause } from "../loading.js";
import { compiledKernel, Memory } from "../memory.js";
import { parseTensors } from "../../core/tensors.js";
import { Surveyor } from "./surveyor.js";

/** @typedef {import("../loading.js").Source} Source */
/** @typedef {{files: {kernel: Source, model: Source}, square: import("./metric_field.js").Square}} Start */
/** @typedef {{number: number} & ({load: Start} | {ask: "shortest", given: import("./surveyor.js").Ends})} Question */

/** @type {Surveyor} */
let surveyor;

/** @param {Start} start */
async function begin({ files, square }) {
  const [code, model] = await Promise.all([load(files.kernel), load(files.model)]);
  const memory = new Memory(await compiledKernel(code)); // the other kernel would survey for minutes;
  surveyor = new Surveyor(new Decoder(memory, parseTensors(model)), square);
  surveyor.survey(pause, () => postMessage({ told: "finer" })).catch(reportError);
}

addEventListener("message", ({ data }) => {
  const { number } = data;
  if (!data.load) return postMessage({ number, found: surveyor.find(data.given) });
  begin(data.load)
    .then(() => "", String)
    .then((failed) => postMessage({ number, failed }));
});
