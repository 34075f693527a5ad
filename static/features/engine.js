/** Hands the page's requests over to its own engine, once that has given the server's images. */

import { forBoth, SIDES } from "../core/sides.js";
import { PageEngine } from "../net/page_engine.js";
import { endPauses } from "../net/retry.js";
import { check, checkCodes, requireQuantiles } from "./engine_checks.js";

/** @typedef {import("./channels.js").Parts} Parts */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {{script: string, kernel: string}} EngineFiles whole addresses */
/** @typedef {{revision: string, feature_distances: number[]}} Judge */

/**
 * Which of the two answers, as `data-computes` of the page's body; `data-encodes` is there once the page does that too, and
 * `data-why`, why it does not.
 * @param {"page" | "server"} who
 */
function tell(who) {
  const { dataset } = document.body;
  dataset.computes = who;
  delete dataset.encodes;
  delete dataset.why;
}

/**
 * The engine's files, unless the page's address asks for the server, or the browser is to save data: the weights of a pair
 * are 6 MB.
 * @returns {EngineFiles | null}
 */
export function engineFiles() {
  const saves = /** @type {any} */ (navigator).connection?.saveData;
  if (saves || new URLSearchParams(location.search).get("engine") === "server") return null;
  const { engine = "", kernel = "" } = document.body.dataset;
  const [script, code] = [engine, kernel].map((path) => new URL(path, document.baseURI).href);
  return { script, kernel: code };
}

/**
 * Until then, and where it can't be, the server answers.
 * @param {Parts} parts
 * @param {EngineFiles} files
 */
export async function computeInPage(parts, files) {
  const { live, channels, signal } = parts;
  /** @type {PageEngine | undefined} */
  let engine;
  const giveBack = () => {
    engine?.end();
    live.computeBy(null);
    channels.engine.set(null);
    tell("server");
  };
  signal.addEventListener("abort", () => {
    engine?.end();
    tell("server");
  });
  tell("server");
  try {
    const judge = await parts.api.judge();
    signal.throwIfAborted();
    engine = begin(parts, files, judge, giveBack);
    await engine.ready;
    for (const side of SIDES) await check(engine, side, parts);
    live.computeBy(engine);
    channels.engine.set(engine);
    tell("page");
    await encodeInPage(engine, parts, judge);
  } catch (error) {
    if (signal.aborted) return;
    giveBack();
    document.body.dataset.why = `${error}`;
  }
}

/** @param {Parts} parts @param {EngineFiles} files @param {Judge} judge @param {() => void} onLost */
function begin({ models, api }, { script, kernel }, judge, onLost) {
  const starts = forBoth((side) => ({
    addresses: { kernel, ...api.weights(models[side], judge) },
    about: models[side],
    distances: judge.feature_distances,
  }));
  return new PageEngine(() => new Worker(script, { type: "module" }), starts, onLost);
}

/**
 * Digits are encoded in the page once it knows the sample, and gives its codes. Where it does not, the server encodes.
 * @param {PageEngine} engine @param {Parts} parts @param {Judge} judge
 */
async function encodeInPage(engine, { models, clouds, sample, channels, signal }, judge) {
  try {
    for (const side of SIDES) requireQuantiles(models[side].metrics.test?.quantiles);
    if (!judge.feature_distances.length) throw new Error("it is not known how far apart digits usually are");
    const digits = await sample;
    for (const side of SIDES) await checkCodes(engine, side, { model: models[side], cloud: clouds[side], digits });
    await engine.learn(digits);
  } catch (error) {
    if (channels.engine.value === engine && !signal.aborted) document.body.dataset.why = `${error}`;
    return;
  }
  document.body.dataset.encodes = "page";
  endPauses(); // a digit may wait for a server that is not there
}
