/** Which of several lines is being drawn. */

import { button, element } from "../element.js";
import { t } from "../../page/text.js";

/** @param {import("./series.js").Series[]} series */
export function mountPens(series) {
  const box = element("div", "pens");
  let pen = 0;
  const buttons = series.map(({ id, name }, i) => button(`of-${id}`, name, () => take(i)));
  box.append(element("span", "", t("lesson.pen")), ...buttons);
  box.hidden = series.length < 2;
  /** @param {number} i */
  function take(i) {
    pen = i;
    buttons.forEach((one, at) => one.setAttribute("aria-pressed", String(at === i)));
  }
  take(0);
  return { box, take, held: () => pen };
}
