/** Hands the page's requests over to its own engine, once that has given the server's images. */

import { forBoth, SIDES } from "../core/sides.js";
import { EngineEnded, PageEngine } from "../net/page_engine.js";

/** @typedef {import("./channels.js").Parts} Parts */
/** @typedef {{script: string, kernel: string}} EngineFiles whole addresses */

const CHECKED = 16; // images of each model
const OFF = 1; // grey level: so much PyTorch differs from itself, by the number of images at a time
const SHARE = 0.001; // of bytes that may be off
const SLOW_MS = 4; // an image: from there on the server is faster, and a drag no drag

/** Which of the two answers, as `data-computes` of the page's body; `data-encodes` is there once the page does that too. @param {"page" | "server"} who */
const tell = (who) => (document.body.dataset.computes = who);

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
export async function computeInPage({ models, clouds, sample, api, live, channels, signal }, { script, kernel }) {
  /** @type {PageEngine | undefined} */
  let engine;
  let lost = false;
  const giveBack = () => {
    lost = true;
    engine?.end();
    live.computeBy(null);
    channels.engine.set(null);
    delete document.body.dataset.encodes;
    tell("server");
  };
  signal.addEventListener("abort", () => engine?.end());
  tell("server");
  delete document.body.dataset.why;
  delete document.body.dataset.encodes;
  try {
    const judge = await api.judge();
    const starts = forBoth((side) => ({
      addresses: { kernel, ...api.weights(models[side], judge) },
      about: models[side],
      distances: judge.feature_distances,
    }));
    signal.throwIfAborted();
    engine = new PageEngine(() => new Worker(script, { type: "module" }), starts, giveBack);
    await engine.ready;
    for (const side of SIDES) await check(engine, side, { model: models[side], cloud: clouds[side], api });
    if (lost) throw new EngineEnded("a Worker has died");
    live.computeBy(engine);
    channels.engine.set(engine);
    tell("page");
    if (!judge.feature_distances.length || SIDES.some((side) => !models[side].metrics.test?.quantiles)) return;
    await engine.learn(await sample);
    document.body.dataset.encodes = "page";
  } catch (error) {
    if (signal.aborted) return;
    giveBack();
    document.body.dataset.why = `${error}`;
  }
}

/**
 * Raises Error where images of the sample's codes are not the server's, or take long.
 * @param {PageEngine} engine @param {import("../core/sides.js").Side} side
 * @param {{model: import("../core/contract.js").Model, cloud: import("../core/contract.js").Cloud, api: Parts["api"]}} of
 */
async function check(engine, side, { model, cloud, api }) {
  const codes = cloud.codes.slice(0, CHECKED).map(({ mu }) => mu);
  const [ours, theirs] = await Promise.all([engine.ask({ side, codes }), api.decode(model.id, codes)]);
  if (!areAlike(ours, theirs)) throw new Error(`images of ${model.id} differ from the server's`);
  const began = performance.now();
  await engine.ask({ side, codes });
  const each = (performance.now() - began) / codes.length;
  if (each > SLOW_MS) throw new Error(`an image of ${model.id} takes ${each.toFixed(1)} ms`);
}

/** @param {Uint8Array} ours @param {Uint8Array} theirs */
function areAlike(ours, theirs) {
  const differences = Array.from(ours, (value, i) => Math.abs(value - theirs[i]));
  const off = differences.filter(Boolean).length;
  return ours.length === theirs.length && Math.max(...differences) <= OFF && off <= SHARE * ours.length;
}
