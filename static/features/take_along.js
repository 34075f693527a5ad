/** Taking the page along: by the dialog of a button, whose script is loaded once it is pressed, and on paper. */

import { linkTo } from "../core/base_address.js";
import { formatState } from "../core/state.js";

/** @typedef {import("./taking/taking.js").Taking} Taking */
/** @typedef {import("../core/showcase.js").Shown} Shown */

/**
 * @param {{button: HTMLButtonElement, date: HTMLElement, address: HTMLElement, code: HTMLElement}} elements all but the button
 *   are on paper alone
 * @param {{
 *   script: import("./later_script.js").Load,
 *   shown: () => Shown | undefined,
 *   store: import("../core/store.js").Store,
 *   onError: (error: unknown) => void,
 * }} options shown: what is on the page
 */
export function mountTakeAlong({ button, date, address, code }, { script, shown, store, onError }) {
  /** @type {Taking | undefined} */
  let taking;
  /** @type {Promise<Taking> | undefined} */
  let coming;
  const link = () => linkTo(location.href, formatState(store.state));

  async function open() {
    const content = shown();
    if (!content) return;
    if (coming && !taking) return; // it opens once it has come
    coming ??= script();
    taking = await coming.finally(() => taking || (coming = undefined));
    taking.open(content, link());
  }
  function head() {
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
    date.textContent = day.format(new Date());
    address.textContent = link();
    code.innerHTML = taking?.code(link()) ?? "";
  }
  button.addEventListener("click", () => open().catch(onError));
  // Not every browser tells of both.
  addEventListener("beforeprint", head);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && head());
}
