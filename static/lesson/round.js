/** One step's course: a prediction is placed and locked, the thing is done, and the gap is seen. */

/**
 * @typedef {{
 *   frame: import("./frame.js").Frame,
 *   before: number[] | null | undefined,
 *   predicts: boolean,
 *   signal: AbortSignal,
 *   rest: () => Promise<void>,
 *   onLocked: (guess: number[]) => void,
 *   onSeen: (measured: number[]) => void,
 *   onNext: () => void,
 * }} Options before: what was predicted earlier, to be shown; predicts: false: nothing is to be predicted; signal: aborted
 *   once the step is left; rest: how long doing it takes at least, so that a press too many leads to nothing; onLocked:
 *   called where a prediction was made just now
 */

export class Round {
  /** @type {import("./steps.js").Mounted} */ #mounted;
  /** @type {Options} */ #options;
  /** @type {"predict" | "do" | "doing" | "seen"} */
  #phase = "predict";
  /** @param {import("./steps.js").Mounted} mounted @param {Options} options */
  constructor(mounted, options) {
    [this.#mounted, this.#options] = [mounted, options];
    const { before, predicts } = options;
    if (before) mounted.control?.set(before);
    if (before || !mounted.control || !predicts) this.#lock();
    else this.changed();
  }

  /** The prediction is another one. */
  changed() {
    if (this.#phase === "predict") this.#options.frame.ready(Boolean(this.#mounted.control?.value()));
  }

  /** What leads on: lock, do, next. @param {boolean} [unasked] where a prediction is not whole, go on without it */
  async advance(unasked = false) {
    const { frame, onNext } = this.#options;
    if (this.#phase === "doing") return;
    if (this.#phase === "seen") return onNext();
    if (this.#phase === "predict") {
      const guess = this.#mounted.control?.value() ?? null;
      if (!guess && !unasked) return frame.remind();
      this.#lock();
      if (guess) this.#options.onLocked(guess);
    }
    await this.#perform();
  }

  #lock() {
    const { control } = this.#mounted;
    control?.lock();
    this.#phase = "do";
    this.#options.frame.locked(Boolean(control?.value()));
  }

  async #perform() {
    const { frame, signal, rest } = this.#options;
    this.#phase = "doing";
    frame.busy();
    try {
      const [outcome] = await Promise.all([this.#mounted.act(), rest()]);
      if (!signal.aborted) this.#see(outcome);
    } catch (error) {
      if (signal.aborted) return;
      this.#phase = "do"; // to be tried again
      frame.idle();
      throw error;
    }
  }

  /** @param {import("./steps.js").Outcome} outcome */
  #see(outcome) {
    const { control } = this.#mounted;
    this.#phase = "seen";
    control?.show(outcome.measured);
    this.#options.onSeen(outcome.measured);
    this.#options.frame.tell(outcome, Boolean(control?.value()));
  }
}
