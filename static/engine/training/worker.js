/**
 * A Worker of a training: one that trains; one that looks at what is trained, and asks the other by a port for weights; or
 * one that looks at moments of a training that is over.
 */

import { createKernel } from "../kernels.js";
import { pause as turn } from "../loading.js";
import { buffersOf } from "./buffers.js";
import { Past } from "./past.js";
import { Trainer } from "./trainer.js";
import { Viewer } from "./viewer.js";

/** @typedef {import("../loading.js").Source} Source */
/** @typedef {{training: Source, kernel: Source, judge: Source}} Files */
/**
 * @typedef {{trains: {training: Source, images: Uint8Array[]}, port: MessagePort}
 *   | {looks: Files, heldOut: Uint8Array[], seen: Uint8Array[], side: number, port: MessagePort}
 *   | {recalls: {kernel: Source, judge: Source, moments: Record<import("../../core/sides.js").Side, Source>}, side: number}} Start
 * @typedef {{number: number, ask: string, given?: any} | {number: number, load: Start}} Question
 */

/** What it can be asked, once it has loaded. @type {Promise<Record<string, (given: any) => unknown>>} */
let answers = Promise.resolve({});

/** @param {number} [ms] @returns {Promise<void>} */
const pause = (ms = 0) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : turn());

/** @param {Source} source @returns {Promise<ArrayBuffer>} */
async function load(source) {
  if (typeof source !== "string") return source.arrayBuffer();
  const found = await fetch(source);
  if (!found.ok) throw new Error(`${source}: ${found.status}`);
  return found.arrayBuffer();
}

/** @param {Source} source */
const compile = async (source) => WebAssembly.compile(await load(source));

/** @param {Extract<Start, {trains: any}>} start */
async function train({ trains: { training, images }, port }) {
  const tell = (/** @type {import("./trainer.js").Told} */ told) => postMessage({ told });
  const trainer = new Trainer(await compile(training), images, tell, pause);
  port.onmessage = () => {
    const snapshot = trainer.snapshot();
    port.postMessage(snapshot, snapshot ? buffersOf(snapshot.weights) : []);
  };
  return {
    reset: (/** @type {Parameters<Trainer["reset"]>[0]} */ how) => trainer.reset(how),
    set: (/** @type {Parameters<Trainer["set"]>[0]} */ patch) => trainer.set(patch),
    pace: (/** @type {number | null} */ pace) => trainer.pace(pace),
    play: () => trainer.play(),
    advance: (/** @type {number} */ steps) => trainer.advance(steps),
    pause: () => trainer.pause(),
    snapshot: () => trainer.snapshot(),
  };
}

/** @param {Extract<Start, {looks: any}>} start */
async function look({ looks, heldOut, seen, side, port }) {
  const [code, module, judge] = await Promise.all([load(looks.kernel), compile(looks.training), load(looks.judge)]);
  const viewer = new Viewer({ kernel: await createKernel(code), module, judge }, heldOut, side, seen);
  const snapshot = snapshots(port);
  return {
    forget: () => viewer.forget(),
    frame: async (/** @type {boolean} */ rests) => use(await snapshot(), (now) => viewer.frame(now, rests)),
    see: async (/** @type {any} */ codes) => use(await snapshot(), (now) => viewer.see(now, codes)),
    measure: async () => use(await snapshot(), (now) => viewer.measure(now, pause)),
  };
}

/** @param {Extract<Start, {recalls: any}>} start */
async function recall({ recalls: { kernel, judge, moments }, side }) {
  const [code, read, ae, vae] = await Promise.all([kernel, judge, moments.ae, moments.vae].map(load));
  const past = new Past({ kernel: await createKernel(code), judge: read, moments: { ae, vae } }, side);
  return {
    frame: (/** @type {any} */ places) => past.frame(places),
    see: (/** @type {{places: any, codes: any}} */ { places, codes }) => past.see(places, codes),
  };
}

/** @template T @param {import("./trainer.js").Snapshot | null} snapshot @param {(now: import("./trainer.js").Snapshot) => T} make */
const use = (snapshot, make) => snapshot && make(snapshot);

/** Asks for weights; answers come in the order of the questions. @param {MessagePort} port @returns {() => Promise<import("./trainer.js").Snapshot | null>} */
function snapshots(port) {
  /** @type {((snapshot: import("./trainer.js").Snapshot | null) => void)[]} */
  const waiting = [];
  port.onmessage = ({ data }) => waiting.shift()?.(data);
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port.postMessage(null);
    });
}

/** @param {Question} question */
async function answer(question) {
  if (!("load" in question)) return (await answers)[question.ask](question.given);
  const { load: start } = question;
  answers = "trains" in start ? train(start) : "looks" in start ? look(start) : recall(start);
  await answers;
}

addEventListener("message", async ({ data }) => {
  const { number } = data;
  try {
    postMessage({ number, found: await answer(data) });
  } catch (error) {
    // Where it can't begin, the page says why; any other error is a fault, and the Worker's end.
    if ("load" in data) postMessage({ number, failed: String(error) });
    else reportError(error);
  }
});
