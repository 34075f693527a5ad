/**
 * Mirror the state in the URL's fragment, so that a link shows what its sender saw: each choice makes an entry of the
 * history, which Back undoes; what is dragged, drawn or turned replaces the newest entry.
 */

import { asChosen, isChoice } from "../core/choices.js";
import { KEYS, formatState } from "../core/state.js";

/** @typedef {import("../core/store.js").Store} Store */

// Choices closer than this come from a key held down, and make one entry.
const HELD_KEY_MS = 50;

/**
 * Replacing waits until the state has rested for `delay` ms, as browsers limit how often a URL may change.
 * @param {Store} store
 * @param {{push: (fragment: string) => void, replace: (fragment: string) => void, delay: number}} options
 */
export function mirror(store, { push, replace, delay }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  // What the newest entry names, or will once it rests.
  let last = store.state;
  let choosing = false;
  /** What the page follows meanwhile. @type {import("../core/state.js").State | null} */
  let held = null;
  let chosenAt = -Infinity;

  function cancel() {
    clearTimeout(timer);
    timer = undefined;
  }
  function rest() {
    cancel();
    timer = setTimeout(() => {
      timer = undefined;
      replace(formatState(last));
    }, delay);
  }
  /** Whether a choice follows the one before as only a key does that is held down. */
  function isHeldKey() {
    const since = Date.now() - chosenAt;
    chosenAt = Date.now();
    return since < HELD_KEY_MS;
  }
  /** @param {import("../core/state.js").State} before @param {import("../core/state.js").State} after */
  function choose(before, after) {
    if (timer) replace(formatState(before));
    cancel();
    push(formatState(asChosen(before, after)));
  }
  const stop = store.listen(KEYS, (state) => {
    const before = last;
    last = state;
    // Another step may be turned to while models come for one.
    if (held && (before.lesson === state.lesson || held.lesson === state.lesson)) return;
    if (choosing && isChoice(before, state) && !isHeldKey()) choose(before, state);
    else rest();
  });

  return {
    stop,
    /** From now on the visitor chooses; what came before was the page's own start. */
    begin: () => void (choosing = true),
    /** Make an entry for a state that the page is about to follow. @param {import("../core/state.js").State} target */
    enter: (target) => choose(last, target),
    /**
     * Write nothing but what the visitor turns to meanwhile: the URL names an entry that the state is about to follow.
     * @param {import("../core/state.js").State} target
     */
    hold(target) {
      cancel();
      held = target;
    },
    /** Write again, once the state is the entry's. */
    release() {
      held = null;
      last = store.state;
      rest();
    },
  };
}
