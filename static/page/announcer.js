/** Announcements for screen readers, debounced: nobody can listen to ten sentences a second. */

const RESTS_MS = 700;

/** @param {HTMLElement} element a live region */
export function createAnnouncer(element) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  return {
    /** @param {string} sentence replaces one that still waits */
    announce(sentence) {
      clearTimeout(pause);
      pause = setTimeout(() => (element.textContent = sentence), RESTS_MS);
    },
    unmount: () => clearTimeout(pause),
  };
}
