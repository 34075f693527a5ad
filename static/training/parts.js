/** The elements of the training room, as templates/training.html has them. */

/** @typedef {import("../core/sides.js").Side} Side */

/** @param {HTMLElement} room */
export function partsOf(room) {
  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  const one = (selector) => /** @type {T} */ (room.querySelector(selector));
  return {
    room,
    one,
    /** @param {string} name @returns {HTMLElement} */
    at: (name) => one(`[data-at="${name}"]`),
    /** @param {string} name @returns {HTMLButtonElement} */
    button: (name) => one(`[data-at="${name}"]`),
    /** @param {Side} side @param {string} selector @returns {HTMLElement} */
    of: (side, selector) => one(`[data-side="${side}"] ${selector}`),
    starts: /** @type {NodeListOf<HTMLButtonElement>} */ (room.querySelectorAll("[data-start]")),
    knobs: /** @type {NodeListOf<HTMLInputElement>} */ (room.querySelectorAll("[data-knob]")),
    modes: /** @type {NodeListOf<HTMLInputElement>} */ (room.querySelectorAll("[name='training-mode']")),
    paces: /** @type {NodeListOf<HTMLInputElement>} */ (room.querySelectorAll("[name='training-pace']")),
  };
}

/** Sets a text where it is another: what stays as it is costs no layout. @param {HTMLElement} element @param {string} text */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether what had the focus is no more to be seen. */
export function isFocusLost() {
  const { activeElement, body } = document;
  return !activeElement || activeElement === body || !activeElement.checkVisibility();
}

/** @typedef {ReturnType<typeof partsOf>} Parts */
