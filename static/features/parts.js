/** Take parts of the page out of use, as its address asks. */

import { locked } from "../core/parts.js";
import { asked } from "../page/asked.js";

export function lockParts() {
  const names = locked(asked()).map((part) => `[data-part="${part}"]`);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(names.join() || "[never]"))) {
    part.inert = true;
    part.setAttribute("aria-disabled", "true");
  }
}
