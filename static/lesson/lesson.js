/**
 * The lesson, a script of its own: in each step a visitor predicts, locks the prediction, does the thing on the real
 * models, and sees the gap. Page and script meet at the script's element.
 */

import { isAsked, isOff } from "../core/asked_for.js";
import { pairOf, standsOn, stepBeside, stepsWith } from "../core/lesson_steps.js";
import { newestOf } from "../core/predictions.js";
import { benchOf } from "./bench.js";
import { Frame } from "./frame.js";
import { predictions } from "./kept.js";
import { mountPresenter } from "./presenter.js";
import { Round } from "./round.js";
import { MOUNTS } from "./steps.js";
import { worldOf } from "./world.js";
import { asked } from "../page/asked.js";

const DOING_MS = 400; // longer than a double press

/** @typedef {import("../core/families.js").Twins} Twins */
/** @typedef {import("../core/predictions.js").Prediction} Prediction */
/** @typedef {import("../core/lesson_steps.js").Step} Step */
/** @typedef {import("./steps.js").DigitParts} Parts */
/** @typedef {import("./steps.js").Mounted} Mounted */
/**
 * @typedef {{
 *   element: HTMLElement,
 *   store: import("../core/store.js").Store,
 *   offered: Twins[][],
 *   shown: () => Parts,
 *   show: (pair: Twins) => Promise<Parts>,
 *   patiently: <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>,
 *   onError: (error: unknown) => void,
 * }} World what the page gives; shown: the parts of the pair on show; show: of this one, or where that can't be loaded of
 *   the one that stays, once the page has said so; patiently: tries until the server is there, and says so meanwhile
 */

class Lesson {
  #world;
  /** false: figures are shown without a prediction. @type {boolean} */ #predicts;
  #steps;
  #frame;
  /** What is on the stand. @type {{id: string, round: Round} | null} */
  #current = null;
  #end = new AbortController();

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    const query = new URLSearchParams(asked());
    this.#predicts = !isOff(query.get("predict"));
    this.#steps = stepsWith(world.offered);
    this.#frame = new Frame(world.element, this.#steps, {
      onStep: (id) => this.#go(id),
      onMain: () => this.#advance(false),
      onAgain: () => this.#current && this.open(this.#current.id, true),
    });
    mountPresenter(this.#frame.present, {
      begins: isAsked(query.get("present")),
      onBegin: () => this.#frame.rest(),
      onForward: () => this.#advance(true),
      onBack: () => this.#frame.back(),
    });
  }

  /** Show a step. @param {string} id @param {boolean} [anew] also where it has been answered before */
  open(id, anew = false) {
    const { signal } = this.#begin();
    return this.#watch(this.#open(id, anew, signal), signal);
  }

  close() {
    this.#begin();
    this.#frame.close();
  }

  /** Nothing of what was on the stand goes on. */
  #begin() {
    this.#end.abort();
    this.#current = null;
    return (this.#end = new AbortController());
  }

  /** @param {string | undefined} id */
  #go(id) {
    const { store } = this.#world;
    if (id && id === store.state.lesson && !this.#current)
      this.open(id); // it could not be shown
    else if (id) store.set({ lesson: id });
  }

  /** @param {boolean} unasked */
  #advance(unasked) {
    if (!this.#current || !stepBeside(this.#steps, this.#current.id, 1)) return;
    this.#watch(this.#current.round.advance(unasked), this.#end.signal);
  }

  /** What was left unfinished is no failure. @param {Promise<unknown>} work @param {AbortSignal} signal */
  #watch(work, signal) {
    return work.catch((error) => {
      if (!signal.aborted) this.#world.onError(error);
    });
  }

  /** @param {string} id @param {boolean} anew @param {AbortSignal} left aborted once the step is left */
  async #open(id, anew, left) {
    const { shown, show, offered } = this.#world;
    const step = this.#steps.find((one) => one.id === id) ?? this.#steps[0];
    const room = this.#frame.open(step);
    const { patiently } = this.#world;
    const pairs = offered.flat();
    const on = pairs.find(({ vae }) => vae.id === shown().models.vae.id); // none where other images are on show
    const wanted = pairOf(step, pairs, on) ?? pairs[0];
    const parts = await patiently(() => show(wanted), left);
    if (left.aborted || parts.signal.aborted || !standsOn(step, parts.models)) return;
    this.#reopenOn(parts.signal, id, left);
    const signal = AbortSignal.any([left, parts.signal]);
    await this.#watch(this.#mount(step, { ...room, parts, signal }, anew), signal);
  }

  /** Where its models leave the stage under a step, it is shown on what is there then. @param {AbortSignal} gone @param {string} id @param {AbortSignal} left */
  #reopenOn(gone, id, left) {
    const reopen = () => this.#world.store.state.lesson === id && this.open(id);
    gone.addEventListener("abort", () => queueMicrotask(reopen), { signal: left });
  }

  /** @param {Step} step @param {Pick<import("./steps.js").Room, "stand" | "desk" | "parts" | "signal">} room @param {boolean} anew */
  async #mount(step, room, anew) {
    const { parts, signal } = room;
    const build = async () =>
      MOUNTS[step.id]({
        ...room,
        bench: benchOf(parts),
        predicts: this.#predicts,
        onChange: () => this.#current?.round.changed(),
        onLeave: () => this.#world.store.set({ lesson: null }),
        later: this.#laterWork(signal),
      });
    const mounted = await this.#world.patiently(build, signal);
    if (signal.aborted) return;
    this.#frame.ask(mounted.words ?? {}, parts.models, this.#predicts && Boolean(mounted.control));
    this.#current = { id: step.id, round: this.#beginRound(step.id, mounted, room, anew) };
  }

  /** What nobody awaits is done, again where the server is away; what is newer stands in its place. @param {AbortSignal} signal */
  #laterWork(signal) {
    let newest = new AbortController();
    return (/** @type {() => Promise<unknown>} */ work) => {
      newest.abort();
      newest = new AbortController();
      const wanted = AbortSignal.any([signal, newest.signal]);
      this.#watch(this.#world.patiently(work, wanted), wanted);
    };
  }

  /** @param {string} id @param {Mounted} mounted @param {{parts: Parts, signal: AbortSignal}} room @param {boolean} anew */
  #beginRound(id, mounted, { parts, signal }, anew) {
    const { control, act } = mounted;
    const { series = [], unit = "" } = control ?? {};
    const { patiently } = this.#world;
    const predicts = this.#predicts;
    const model = parts.models.vae.id;
    const isUsable = (/** @type {Prediction} */ one) => Boolean(control?.fits(one.guess));
    const kept = anew || !predicts ? undefined : newestOf(predictions.all().filter(isUsable), id, series);
    /** What is held against the measurement. @type {Prediction | undefined} */
    let current = kept;
    const trying = { ...mounted, act: () => patiently(act, signal) };
    return new Round(trying, {
      frame: this.#frame,
      before: kept?.guess,
      predicts,
      signal,
      rest: () => new Promise((resolve) => setTimeout(resolve, DOING_MS)),
      onLocked(guess) {
        current = { step: id, at: new Date().toISOString(), model, unit, series, guess, measured: null };
        predictions.keep(current);
      },
      onSeen(measured) {
        if (current && !current.measured) predictions.see({ ...current, measured });
      },
      onNext: () => this.#go(stepBeside(this.#steps, id, 1)),
    });
  }
}

const made = { mountLesson: (/** @type {import("./world.js").Given} */ given) => new Lesson(worldOf(given)) };
/** @typedef {typeof made} LessonScript */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
