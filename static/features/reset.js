/** The button that shows what a new visitor sees; Back undoes it. */

import { $ } from "../page/element.js";
import { t } from "../page/text.js";

/** @param {() => Promise<void>} reset */
export function mountReset(reset) {
  $("reset").addEventListener("click", async () => {
    $("reset-told").textContent = "";
    await reset();
    $("reset-told").textContent = t("page.reset_done");
  });
}
