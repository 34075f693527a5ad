/** Scripts that are loaded once they are needed: each leaves what it made on its element. */

import { Offline } from "../net/refusal.js";
import { t } from "../page/text.js";

/** @param {string} src @returns {Promise<any>} */
export function laterScript(src) {
  const script = Object.assign(document.createElement("script"), { src });
  return new Promise((resolve, reject) => {
    script.addEventListener("load", () => resolve(/** @type {any} */ (script).made));
    script.addEventListener("error", () => reject(new Offline(t("error.offline"))));
    document.head.append(script);
  });
}
