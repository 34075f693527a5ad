/**
 * Whether digits are painted as the theme shows them, dark on light paper or light on dark: a filter that inverts dozens of
 * canvases makes as many passes of each frame of the screen. Other images than ink are painted as they are.
 */

/** @typedef {"dark" | "light"} Ink */

/** @type {Ink | undefined} */
let ink;

/** As the style sheet has it, which inverts light ink where it is to be dark. @returns {Ink} */
function read() {
  const forget = () => (ink = undefined);
  // What is painted already is inverted by the style sheet until it is painted anew.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", forget, { once: true });
  new MutationObserver((_, observer) => {
    observer.disconnect();
    forget();
  }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const filter = getComputedStyle(document.documentElement).getPropertyValue("--digit-filter").trim();
  return filter === "none" ? "light" : "dark";
}

/** Whether the images on show are of ink, as those of MNIST are. */
export const isInk = () => document.body.dataset.ink !== "none";

/** The ink that the theme has now; light, as the bytes have it, where images are none. @returns {Ink} */
export const inkNow = () => (isInk() ? (ink ??= read()) : "light");
