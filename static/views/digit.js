/** The digit's panel: a gallery of real test digits; the current digit, and what is said of it. */

import { galleryPage } from "../core/gallery.js";
import { awaitedPicture, paint } from "../charts/digit_image.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/store.js").Store} Store */

/**
 * @param {{
 *   input: HTMLCanvasElement,
 *   problem: HTMLElement,
 *   gallery: HTMLElement,
 *   more: HTMLElement,
 *   about: HTMLElement,
 *   odd: HTMLElement,
 *   kept: HTMLElement,
 *   given: HTMLElement,
 *   nearest: HTMLElement,
 * }} elements
 * @param {{
 *   sample: Promise<Uint8Array[]>,
 *   labels: (number | null)[],
 *   store: Store,
 *   onPick: (index: number) => void,
 * }} options
 */
export function mountDigit(
  { input, problem, gallery, more, about, odd, kept, given, nearest },
  { sample, labels, store, onPick },
) {
  let page = 0;

  function showGallery() {
    gallery.replaceChildren(...galleryPage(labels, page, store.state.digit).map(galleryButton));
    showPicked();
  }

  function galleryButton(/** @type {number} */ index) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.index = String(index);
    const label = labels[index];
    const name = label === null ? t("gallery.unlabelled", { index }) : t("gallery.digit", { label, index });
    button.setAttribute("aria-label", name);
    button.append(awaitedPicture(sample, index));
    button.addEventListener("click", () => onPick(index));
    return button;
  }

  function showPicked() {
    for (const button of gallery.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.index) === store.state.digit));
    }
  }

  const onMore = () => {
    page += 1;
    showGallery();
  };

  const listening = new AbortController();
  const { signal } = listening;
  more.addEventListener("click", onMore, { signal });
  const stop = store.listen(["digit"], showPicked);
  showGallery();

  return {
    /** Show a problem; an empty sentence hides it. @param {string} sentence */
    problem(sentence) {
      problem.textContent = sentence;
      problem.hidden = sentence === "";
      kept.hidden = sentence === "" || about.textContent === "";
    },
    /** Say what became of what was given; an empty sentence says nothing. @param {string} sentence */
    given(sentence) {
      given.textContent = sentence;
      given.hidden = sentence === "";
    },
    /** Say that the digit before stays current: the pad is empty and no other digit has come. */
    keeps() {
      kept.hidden = false;
    },
    /**
     * Show the current digit with a description, warnings, and the nearest digits of the sample.
     * @param {Uint8Array} bytes @param {string} sentence as HTML @param {string[]} warnings @param {number[]} near by index
     */
    digit(bytes, sentence, warnings, near) {
      paint(input, bytes);
      about.innerHTML = sentence;
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
}
