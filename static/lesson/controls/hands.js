/** What a hall says, number by number; seen where the lesson is presented. */

import { element } from "../element.js";
import { t } from "../../page/text.js";

/**
 * @param {string} name of what they predict @param {import("./markers.js").Scale} scale
 * @param {(values: number[]) => void} onAdded called with all that were said
 */
export function mountHands(name, { low, high, step }, onAdded) {
  const form = element("form", "hands");
  const field = Object.assign(element("input"), { type: "number", min: low, max: high, step, required: true });
  field.setAttribute("aria-label", t("lesson.hand", { name }));
  form.append(field, Object.assign(element("button", "", t("lesson.add_hand")), { type: "submit" }));
  /** @type {number[]} */
  const values = [];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    values.push(Number(field.value));
    field.value = "";
    onAdded(values);
  });
  return form;
}
