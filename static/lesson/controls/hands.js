/** What a hall says, number by number or several at once; seen where the lesson is presented. */

import { button, element } from "../element.js";
import { handNumbers } from "../../core/hand_numbers.js";
import { short, t } from "../../page/text.js";

/** @typedef {ReturnType<typeof build>} Parts */

/**
 * @param {string} name of what they predict @param {import("./markers.js").Scale} scale
 * @param {(values: number[]) => void} onValues called with all that have been said, once one is added or taken back
 */
export function mountHands(name, scale, onValues) {
  /** @type {number[]} */
  const values = [];
  const parts = build(name, takeBack);

  function show() {
    parts.back.hidden = values.length === 0;
    parts.told.textContent = t("lesson.hands_said", { name, values: values.map(short).join("; ") });
    onValues(values);
  }
  function takeBack() {
    if (values.pop() === undefined) return;
    show();
    if (parts.back.hidden) parts.field.focus(); // the button that had it is gone
  }
  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = handNumbers(parts.field.value, scale);
    refuse(parts, said ? "" : t("lesson.hand_refused", { low: scale.low, high: scale.high }));
    if (!said) return;
    values.push(...said);
    parts.field.value = "";
    show();
  });
  parts.field.addEventListener("keydown", ({ key, repeat }) => {
    if (key === "Backspace" && !repeat && parts.field.value === "") takeBack();
  });
  parts.field.addEventListener("input", () => refuse(parts, ""));
  return parts.form;
}

/** @param {string} name @param {() => void} onBack */
function build(name, onBack) {
  const form = Object.assign(element("form", "hands"), { noValidate: true });
  const field = Object.assign(element("input"), { type: "text", inputMode: "decimal", autocomplete: "off" });
  field.setAttribute("aria-label", t("lesson.hand", { name }));
  const back = Object.assign(button("take-back", "⌫", onBack), { hidden: true, title: t("lesson.take_back") });
  back.setAttribute("aria-label", back.title);
  const [told, refused] = [element("p", "unseen"), element("p", "refused")];
  told.setAttribute("role", "status");
  refused.setAttribute("role", "alert");
  form.append(
    field,
    Object.assign(element("button", "", t("lesson.add_hand")), { type: "submit" }),
    back,
    told,
    refused,
  );
  return { form, field, back, told, refused };
}

/** @param {Parts} parts @param {string} sentence "": it is taken */
function refuse({ field, refused }, sentence) {
  refused.textContent = sentence;
  field.setAttribute("aria-invalid", String(Boolean(sentence)));
}
