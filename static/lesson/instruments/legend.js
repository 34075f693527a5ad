/** What the marks on an instrument stand for. */

import { element } from "../element.js";

/** @typedef {"line" | "dash" | "bar" | "told" | "lost" | "corner"} Mark as lesson_instruments.css draws them */

/** @param {...[mark: Mark, text: string]} marks */
export function legend(...marks) {
  const box = element("p", "legend");
  box.append(
    ...marks.map(([mark, text]) => {
      const entry = element("span", "entry");
      entry.append(element("i", `mark ${mark}`), text);
      return entry;
    }),
  );
  return box;
}
