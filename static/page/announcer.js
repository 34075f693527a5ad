/** Announcements for screen readers, debounced: nobody can listen to ten sentences a second. */

const RESTS_MS = 700;

/** @param {HTMLElement} element a live region */
export function createAnnouncer(element) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const say = (/** @type {string} */ sentence) => void (element.textContent = sentence);
  /** Do a task once nothing newer has come for a while. @param {() => void} task */
  function atRest(task) {
    clearTimeout(pause);
    pause = setTimeout(task, RESTS_MS);
  }
  return {
    /** Say a sentence at once: what it tells of has rested already. */
    say,
    atRest,
    /** @param {string} sentence replaces one that still waits */
    announce: (sentence) => atRest(() => say(sentence)),
    unmount: () => clearTimeout(pause),
  };
}
