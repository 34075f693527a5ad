/** The experiments as tabs; arrows, Home and End move between them, as in the ARIA tabs pattern. */

import { isForBrowser } from "../core/keys.js";

/** @typedef {import("../core/state.js").Tab} Tab */

/**
 * @param {HTMLElement} list of buttons with data-tab, each naming its panel by aria-controls
 * @param {{store: import("../core/store.js").Store}} options
 */
export function mountTabs(list, { store }) {
  const tabs = /** @type {HTMLButtonElement[]} */ ([...list.querySelectorAll("[role=tab]")]);
  const panelOf = (/** @type {HTMLElement} */ tab) =>
    /** @type {HTMLElement} */ (document.getElementById(tab.getAttribute("aria-controls") ?? ""));
  const choose = (/** @type {HTMLElement} */ tab) => store.set({ tab: /** @type {Tab} */ (tab.dataset.tab) });

  function show() {
    document.body.dataset.tab = store.state.tab; // styles the maps' key for what the experiment puts there
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === store.state.tab;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panelOf(tab).hidden = !chosen;
    }
  }
  const listening = new AbortController();
  const { signal } = listening;
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => choose(tab), { signal });
    tab.addEventListener(
      "keydown",
      (event) => {
        const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event.key];
        if (next === undefined || isForBrowser(event)) return;
        const tab = /** @type {HTMLButtonElement} */ (tabs.at(next % tabs.length));
        tab.focus();
        choose(tab);
      },
      { signal },
    );
  });
  const stop = store.listen(["tab"], show);
  show();
  return {
    unmount() {
      stop();
      listening.abort();
    },
  };
}
