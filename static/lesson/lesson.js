/**
 * The lesson, a script of its own: in each step a visitor predicts, locks the prediction, does the thing on the real
 * models, and sees the gap. Page and script meet at the script's element.
 */

import { pairOf, standsOn, stepBeside, stepsWith } from "../core/lesson_steps.js";
import { newestOf } from "../core/predictions.js";
import { benchOf } from "./bench.js";
import { Frame } from "./frame.js";
import { allKept, keep } from "./kept.js";
import { mountPresenter } from "./presenter.js";
import { Round } from "./round.js";
import { MOUNTS } from "./steps.js";

/** @typedef {import("../core/families.js").Twins} Twins */
/** @typedef {import("../core/lesson_steps.js").Step} Step */
/** @typedef {import("../features/channels.js").Parts} Parts */
/** @typedef {import("./steps.js").Mounted} Mounted */
/**
 * @typedef {{
 *   element: HTMLElement,
 *   store: import("../core/store.js").Store,
 *   offered: Twins[][],
 *   shown: () => Parts,
 *   show: (pair: Twins) => Promise<Parts>,
 *   predicts: boolean,
 *   presents: boolean,
 *   onError: (error: unknown) => void,
 * }} World what the page gives; shown: the parts of the pair on show; show: of this one, or where that can't be loaded of
 *   the one that stays, once the page has said so; predicts: false: figures are shown without a prediction; presents:
 *   begins as large as for a hall
 */

class Lesson {
  #world;
  #steps;
  #frame;
  /** What is on the stand. @type {{id: string, round: Round} | null} */
  #current = null;
  #end = new AbortController();

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
    this.#steps = stepsWith(world.offered);
    this.#frame = new Frame(world.element, this.#steps, {
      onStep: (id) => this.#go(id),
      onMain: () => this.#advance(false),
      onAgain: () => this.#current && this.open(this.#current.id, true),
    });
    mountPresenter(this.#frame.present, {
      begins: world.presents,
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
    const parts = await show(pairOf(step, offered.flat(), shown().models) ?? shown().models);
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
    const mounted = await MOUNTS[step.id]({
      ...room,
      bench: benchOf(parts),
      onChange: () => this.#current?.round.changed(),
      onLeave: () => this.#world.store.set({ lesson: null }),
      later: (work) => void this.#watch(work, signal),
    });
    if (signal.aborted) return;
    this.#frame.ask(mounted.words ?? {}, parts.models, this.#world.predicts && Boolean(mounted.control));
    this.#current = { id: step.id, round: this.#beginRound(step.id, mounted, room, anew) };
  }

  /** @param {string} id @param {Mounted} mounted @param {{parts: Parts, signal: AbortSignal}} room @param {boolean} anew */
  #beginRound(id, mounted, { parts, signal }, anew) {
    const { series = [], unit = "" } = mounted.control ?? {};
    const model = parts.models.vae.id;
    return new Round(mounted, {
      frame: this.#frame,
      before: anew ? null : newestOf(allKept(), id, series)?.guess,
      predicts: this.#world.predicts,
      signal,
      onSeen: (guess, measured) =>
        keep({ step: id, at: new Date().toISOString(), model, unit, series, guess, measured }),
      onNext: () => this.#go(stepBeside(this.#steps, id, 1)),
    });
  }
}

const made = { mountLesson: (/** @type {World} */ world) => new Lesson(world) };
/** @typedef {typeof made} LessonScript */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
