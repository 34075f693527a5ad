/** Ten real test digits, one of each kind, to be picked from. */

import { button, element } from "../element.js";
import { awaitedPicture } from "../../charts/digit_image.js";
import { galleryPage } from "../../core/gallery.js";
import { t } from "../../page/text.js";

/**
 * @param {import("../steps.js").DigitParts} parts
 * @param {{picked: number, onPick: (index: number) => void}} options picked: at first; indices in the sample
 */
export function gallery({ clouds, sample }, { picked, onPick }) {
  const box = element("div", "ten");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", t("lesson.ten"));
  const labels = clouds.vae.codes.map(({ label }) => label);
  const frames = galleryPage(labels, 0, picked).map((index) => {
    const frame = button("frame", "", () => pick(index));
    frame.append(awaitedPicture(sample, index));
    frame.setAttribute("aria-label", t("gallery.digit", { label: labels[index], index }));
    return { frame, index };
  });
  /** @param {number} chosen */
  const mark = (chosen) =>
    frames.forEach(({ frame, index }) => frame.setAttribute("aria-pressed", String(index === chosen)));
  /** @param {number} index */
  function pick(index) {
    mark(index);
    onPick(index);
  }
  mark(picked);
  box.append(...frames.map(({ frame }) => frame));
  return box;
}
