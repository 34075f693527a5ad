/** The digit's panel: upload by button, drop or paste; a gallery of real test digits; the current digit. */

import { galleryPage } from "../core/gallery.js";
import { paint, picture } from "../charts/digit_image.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/store.js").Store} Store */

/**
 * @param {{
 *   section: HTMLElement,
 *   files: HTMLInputElement[],
 *   input: HTMLCanvasElement,
 *   problem: HTMLElement,
 *   gallery: HTMLElement,
 *   more: HTMLElement,
 *   about: HTMLElement,
 *   odd: HTMLElement,
 *   kept: HTMLElement,
 *   nearest: HTMLElement,
 * }} elements
 * @param {{
 *   sample: Uint8Array[],
 *   labels: number[],
 *   store: Store,
 *   onFile: (file: File) => void,
 *   onPick: (index: number) => void,
 * }} options
 */
export function mountDigit(
  { section, files, input, problem, gallery, more, about, odd, kept, nearest },
  { sample, labels, store, onFile, onPick },
) {
  let page = 0;

  function showGallery() {
    gallery.replaceChildren(...galleryPage(labels, page).map(galleryButton));
    showPicked();
  }

  function galleryButton(/** @type {number} */ index) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.index = String(index);
    button.setAttribute("aria-label", t("gallery.digit", { label: labels[index], index }));
    button.append(picture(sample[index]));
    button.addEventListener("click", () => onPick(index));
    return button;
  }

  function showPicked() {
    for (const button of gallery.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.index) === store.state.digit));
    }
  }

  function offer(/** @type {FileList | null | undefined} */ given) {
    const file = given?.[0];
    if (!file) return;
    const limit = Number(files[0].dataset.maxBytes);
    if (file.size > limit) show.problem(t("error.body_too_large", { limit: limit / 1e6 }));
    else onFile(file);
  }

  const onChange = (/** @type {Event} */ { target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    offer(input.files);
    input.value = ""; // the same file may be chosen again
  };
  const onPaste = (/** @type {ClipboardEvent} */ event) => offer(event.clipboardData?.files);
  const onDrop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    section.classList.remove("dropping");
    offer(event.dataTransfer?.files);
  };
  const onOver = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    section.classList.add("dropping");
  };
  const onLeave = () => section.classList.remove("dropping");
  const onMore = () => {
    page += 1;
    showGallery();
  };

  const listening = new AbortController();
  const { signal } = listening;
  for (const input of files) input.addEventListener("change", onChange, { signal });
  document.addEventListener("paste", onPaste, { signal });
  document.addEventListener("drop", onDrop, { signal });
  document.addEventListener("dragover", onOver, { signal });
  document.addEventListener("dragleave", onLeave, { signal });
  more.addEventListener("click", onMore, { signal });
  const stop = store.listen(["digit"], showPicked);
  showGallery();

  const show = {
    /** Show a problem; an empty sentence hides it. @param {string} sentence */
    problem(sentence) {
      problem.textContent = sentence;
      problem.hidden = sentence === "";
      kept.hidden = sentence === "" || about.textContent === "";
    },
    /** Say that the digit before stays current: the pad is empty and no other digit has come. */
    keeps() {
      kept.hidden = false;
    },
    /**
     * Show the current digit with a description, warnings, and the nearest digits of the sample.
     * @param {Uint8Array} bytes @param {string} sentence @param {string[]} warnings @param {number[]} near by index
     */
    digit(bytes, sentence, warnings, near) {
      paint(input, bytes);
      about.textContent = sentence;
      kept.hidden = true;
      odd.hidden = warnings.length === 0;
      odd.textContent = warnings.join(" ");
      nearest.replaceChildren(nearest.children[0], ...near.map(galleryButton));
    },
    unmount() {
      stop();
      listening.abort();
      gallery.replaceChildren();
    },
  };
  return show;
}
