/** The cloud's legend: one colour per class; pressing one shows that class alone. */

import { colourOf } from "../core/palette.js";
import { shortened } from "../core/text_format.js";
import { areBrief, nameOf, t } from "../page/text.js";

const LONGEST = 14; // letters of a name

/**
 * @param {{legend: HTMLElement, toggle: HTMLInputElement}} elements
 * @param {{store: import("../core/store.js").Store, classes: number}} options
 */
export function mountLegend({ legend, toggle }, { store, classes }) {
  const names = Array.from({ length: classes }, (_, label) => nameOf(label));
  const buttons = names.map((name, label) => {
    const textContent = shortened(name, LONGEST);
    const button = Object.assign(document.createElement("button"), { type: "button", textContent, title: name });
    button.style.setProperty("--colour", colourOf(label));
    button.setAttribute("aria-label", t("legend.only", { label }));
    button.addEventListener("click", () =>
      store.set({ label: store.state.label === label ? null : label, cloud: true }),
    );
    return button;
  });
  legend.replaceChildren(...buttons);
  legend.hidden = classes === 0;
  legend.classList.toggle("named", !areBrief(classes));
  const onToggle = () => store.set({ cloud: toggle.checked, label: null });
  toggle.addEventListener("change", onToggle);

  function show() {
    toggle.checked = store.state.cloud;
    buttons.forEach((button, label) => button.setAttribute("aria-pressed", String(store.state.label === label)));
  }
  const stop = store.listen(["cloud", "label"], show);
  show();
  return {
    unmount() {
      stop();
      toggle.removeEventListener("change", onToggle);
      legend.replaceChildren();
    },
  };
}
