/** Ten real test digits, one of each kind, to be picked from. */

import { element } from "../element.js";
import { awaitedPicture } from "../../charts/digit_image.js";
import { galleryPage } from "../../core/gallery.js";
import { t } from "../../page/text.js";

/**
 * @param {import("../../features/channels.js").Parts} parts
 * @param {{picked: number, onPick: (index: number) => void}} options picked: at first; indices in the sample
 */
export function mountGallery({ clouds, sample }, { picked, onPick }) {
  const box = element("div", "ten");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", t("lesson.ten"));
  const { codes } = clouds.vae;
  const indices = galleryPage(
    codes.map(({ label }) => label),
    0,
    picked,
  );
  const buttons = indices.map((index) => {
    const button = Object.assign(element("button", "frame"), { type: "button" });
    button.append(awaitedPicture(sample, index));
    button.setAttribute("aria-label", t("gallery.digit", { label: codes[index].label, index }));
    button.addEventListener("click", () => {
      mark(index);
      onPick(index);
    });
    return button;
  });
  /** @param {number} chosen */
  function mark(chosen) {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(indices[i] === chosen)));
  }
  mark(picked);
  box.append(...buttons);
  return { box, indices };
}
