/**
 * The lesson, a script of its own: in each step a visitor predicts, locks the prediction, does the thing on the real
 * models, and sees the gap. Page and script meet at the script's element.
 */

import { pairOf, stepBeside, stepsWith } from "../core/lesson_steps.js";
import { newest } from "../core/predictions.js";
import { benchOf } from "./bench.js";
import { mountFrame } from "./frame.js";
import { allKept, keep } from "./kept.js";
import { mountPresenter } from "./presenter.js";
import { MOUNTS } from "./steps.js";

/** @typedef {import("../features/channels.js").Parts} Parts */
/** @typedef {import("../core/families.js").Twins} Twins */
/**
 * @typedef {{
 *   series: string[],
 *   unit: string,
 *   value: () => number[] | null,
 *   set: (values: number[]) => void,
 *   lock: () => void,
 *   show: (measured: number[]) => void,
 * }} Control a prediction that is being placed; value: null until it is whole; series: what each number is of
 * @typedef {{
 *   measured: number[],
 *   values?: Record<string, string | number>,
 * }} Outcome measured: what the prediction is held against; values: for the step's words on it
 * @typedef {{
 *   control: Control | null,
 *   act: () => Promise<Outcome>,
 *   words?: Record<string, string | number>,
 *   unmount?: () => void,
 * }} Mounted act: the thing done on the real models; words: for the question
 * @typedef {{
 *   stand: HTMLElement,
 *   desk: HTMLElement,
 *   parts: Parts,
 *   pairs: Twins[],
 *   bench: import("./bench.js").Bench,
 *   onChange: () => void,
 *   signal: AbortSignal,
 * }} Room of a step; stand: for what is looked at; desk: for the prediction; onChange: to be called as it is placed
 */
/**
 * @typedef {{
 *   element: HTMLElement,
 *   store: import("../core/store.js").Store,
 *   pairs: () => Twins[],
 *   shown: () => Parts,
 *   show: (pair: Twins) => Promise<void>,
 *   predicts: boolean,
 *   presents: boolean,
 *   onError: (error: unknown) => void,
 * }} World what the page gives; pairs: that it can show; shown: the parts of the one on show; predicts: false: figures are
 *   shown without a prediction; presents: begins as large as for a hall
 */

/** @param {World} world */
function mountLesson(world) {
  const steps = stepsWith(world.pairs());
  const frame = mountFrame(world.element, steps, {
    onStep: go,
    onMain: () => advance(),
    onAgain: () => current && open(current.id, true),
  });
  mountPresenter(frame.present, { begins: world.presents, onForward: () => advance(true), onBack: frame.back });
  /** What is on the stand now. @type {{id: string, mounted: Mounted, phase: "predict" | "do" | "seen", end: AbortController} | null} */
  let current = null;

  /** @param {string | undefined} id */
  function go(id) {
    if (id) world.store.set({ lesson: id });
  }

  /** @param {string} id @param {boolean} [anew] also where it has been answered before */
  async function open(id, anew = false) {
    current?.end.abort();
    current?.mounted.unmount?.();
    current = null;
    const step = steps.find((one) => one.id === id) ?? steps[0];
    frame.open(step);
    const end = new AbortController();
    opening = end;
    const pair = pairOf(step, world.pairs(), world.shown().models);
    if (pair.vae.id !== world.shown().models.vae.id) await world.show(pair);
    if (opening !== end) return;
    const parts = world.shown();
    const room = { ...frame.room, parts, pairs: world.pairs(), bench: benchOf(parts), signal: end.signal };
    const mounted = await MOUNTS[step.id]({ ...room, onChange: changed });
    if (opening !== end) return mounted.unmount?.();
    current = { id: step.id, mounted, phase: "predict", end };
    frame.ask(mounted.words ?? {}, parts.models, Boolean(mounted.control));
    begin(mounted, anew);
  }
  /** @type {AbortController | undefined} */
  let opening;

  /** Where it has been answered before, that is shown. @param {Mounted} mounted @param {boolean} anew */
  function begin({ control }, anew) {
    if (!current) return;
    const before = control && !anew && newest(allKept(), current.id);
    if (before && before.guess.length === control.series.length) {
      control.set(before.guess);
      return lock();
    }
    if (!control || !world.predicts) return lock();
    changed();
  }
  function changed() {
    if (current?.phase === "predict") frame.ready(Boolean(current.mounted.control?.value()));
  }
  function lock() {
    if (!current) return;
    current.mounted.control?.lock();
    current.phase = "do";
    frame.locked();
  }

  /** What leads on: lock, do, next. @param {boolean} [unasked] where a prediction is not whole, go on without it */
  async function advance(unasked = false) {
    if (!current) return;
    const { id, mounted, phase } = current;
    if (phase === "seen") return go(stepBeside(steps, id, 1));
    const guess = phase === "predict" ? (mounted.control?.value() ?? null) : null;
    if (phase === "predict" && !guess && !unasked) return frame.remind();
    lock();
    await act(guess);
  }

  /** @param {number[] | null} guess made just now */
  async function act(guess) {
    if (!current) return;
    const mine = current;
    frame.busy();
    const outcome = await mine.mounted.act();
    if (current !== mine) return;
    const { control } = mine.mounted;
    mine.phase = "seen";
    control?.show(outcome.measured);
    if (control && guess) record(mine.id, control, guess, outcome.measured);
    frame.tell(outcome.values ?? {}, control ? (guess ?? control.value()) : null);
  }

  /** @param {string} step @param {Control} control @param {number[]} guess @param {number[]} measured */
  function record(step, { series, unit }, guess, measured) {
    const { vae } = world.shown().models;
    keep({ step, at: new Date().toISOString(), model: vae.id, unit, series, guess, measured });
  }

  return {
    /** Show a step. @param {string} id */
    open: (id) => open(id).catch(world.onError),
    close() {
      opening = undefined;
      current?.end.abort();
      current?.mounted.unmount?.();
      current = null;
      frame.close();
    },
  };
}

const made = { mountLesson };
/** @typedef {typeof made} Lesson */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
