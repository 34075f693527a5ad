/** For a lecturer: the step alone, large, led by the keys that a clicker sends; nothing moves by itself. */

import { t } from "../page/text.js";

const FORWARD = ["PageDown", "ArrowRight", " "];
const BACK = ["PageUp", "ArrowLeft"];
const TWICE_MS = 250; // a clicker's second press so soon is no other one

/** Whether a key writes: in a field where something stands already. @param {EventTarget | null} target @param {string} key */
const writes = (target, key) =>
  target instanceof HTMLInputElement &&
  target.type === "text" &&
  target.value !== "" &&
  [" ", "ArrowLeft"].includes(key);

/**
 * With Shift a key is that of whatever has the focus.
 * @param {HTMLButtonElement} button that begins and ends it
 * @param {{begins: boolean, onBegin: () => void, onForward: () => void, onBack: () => void}} options begins: at once
 */
export function mountPresenter(button, { begins, onBegin, onForward, onBack }) {
  const { dataset } = document.documentElement;
  const isOn = () => dataset.present !== undefined;
  const forward = notTwice(onForward);

  /** @param {boolean} on */
  function set(on) {
    if (on) dataset.present = "";
    else delete dataset.present;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = t(on ? "lesson.present_end" : "lesson.present");
  }
  async function toggle() {
    set(!isOn());
    if (isOn()) onBegin();
    // Where a browser or a frame forbids it, the page is as large as its window.
    if (isOn()) await document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) await document.exitFullscreen();
  }
  /** @param {KeyboardEvent} event */
  function lead(event) {
    const { key, target } = event;
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (!isOn() || dataset.lesson === undefined || isOther) return;
    if (key === "Escape") return set(false);
    const act = FORWARD.includes(key) ? forward : BACK.includes(key) ? onBack : null;
    if (!act || writes(target, key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) act(); // a key held down leads one step on, not through them all
  }
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || set(false));
  document.addEventListener("keydown", lead, { capture: true }); // before whatever has the focus
  set(begins);
}

/** @param {() => void} act */
function notTwice(act) {
  let last = -Infinity;
  return () => {
    const since = performance.now() - last;
    last = performance.now();
    if (since > TWICE_MS) act();
  };
}
