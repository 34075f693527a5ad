/** Sentences for screen readers, spoken once the hand rests: nobody can listen to ten a second. */

const RESTS_MS = 700;

/** @param {HTMLElement} element a live region */
export function createAnnouncer(element) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  return {
    /** @param {string} sentence replaces one that has not been spoken yet */
    announce(sentence) {
      clearTimeout(pause);
      pause = setTimeout(() => (element.textContent = sentence), RESTS_MS);
    },
    unmount: () => clearTimeout(pause),
  };
}
