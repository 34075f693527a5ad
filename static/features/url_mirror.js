/** Mirror the state in the URL's fragment, so that a link shows what its sender saw. */

import { KEYS, formatState } from "../core/state.js";

/** @typedef {import("../core/store.js").Store} Store */

/**
 * Write the state to the fragment once it has rested for `delay` ms, as browsers limit how often a URL may change.
 * @param {Store} store @param {{replace: (fragment: string) => void, delay: number}} options
 */
export function mirror(store, { replace, delay }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return store.listen(KEYS, () => {
    clearTimeout(timer);
    timer = setTimeout(() => replace(formatState(store.state)), delay);
  });
}
