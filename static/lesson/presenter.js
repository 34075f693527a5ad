/** For a lecturer: the step alone, large, led by the keys that a clicker sends; nothing moves by itself. */

import { t } from "../page/text.js";

const FORWARD = ["PageDown", "ArrowRight", " "];
const BACK = ["PageUp", "ArrowLeft"];
const CLICKER = ["PageDown", "PageUp"];

/** Whether an element has another use for a key. @param {EventTarget | null} target @param {string} key */
function needs(target, key) {
  if (!(target instanceof HTMLElement) || CLICKER.includes(key)) return false;
  if (target.matches("input, [role=application], pre")) return true;
  return key === " " && target.matches("button, a, summary");
}

/**
 * @param {HTMLButtonElement} button that begins and ends it
 * @param {{begins: boolean, onForward: () => void, onBack: () => void}} options begins: at once
 */
export function mountPresenter(button, { begins, onForward, onBack }) {
  const { dataset } = document.documentElement;
  const isOn = () => dataset.present !== undefined;

  /** @param {boolean} on */
  function set(on) {
    if (on) dataset.present = "";
    else delete dataset.present;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = t(on ? "lesson.present_end" : "lesson.present");
  }
  async function toggle() {
    set(!isOn());
    // Where a browser or a frame forbids it, the page is as large as its window.
    if (isOn()) await document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) await document.exitFullscreen();
  }
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || set(false));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!isOn() || dataset.lesson === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "Escape") return set(false);
    const act = FORWARD.includes(key) ? onForward : BACK.includes(key) ? onBack : null;
    if (!act || needs(target, key)) return;
    event.preventDefault();
    if (!event.repeat) act(); // a key held down leads one step on, not through them all
  });
  set(begins);
}
