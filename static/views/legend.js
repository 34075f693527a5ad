/** The cloud's legend: one colour per class; pressing one shows that class alone. */

import { LABEL_COLOURS } from "../core/palette.js";
import { t } from "../page/text.js";

/**
 * @param {{legend: HTMLElement, toggle: HTMLInputElement}} elements
 * @param {{store: import("../core/store.js").Store}} options
 */
export function mountLegend({ legend, toggle }, { store }) {
  const buttons = LABEL_COLOURS.map((colour, label) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: String(label) });
    button.style.setProperty("--colour", colour);
    button.setAttribute("aria-label", t("legend.only", { label }));
    button.addEventListener("click", () =>
      store.set({ label: store.state.label === label ? null : label, cloud: true }),
    );
    return button;
  });
  legend.replaceChildren(...buttons);
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
