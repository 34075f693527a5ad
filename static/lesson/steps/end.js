/** The end: what was predicted and what was measured, side by side, as a table that one can keep. */

import { element } from "../element.js";
import { allKept, forgetAll } from "../kept.js";
import { csv } from "../../core/csv.js";
import { STEPS } from "../../core/lesson_steps.js";
import { newest, predictionsTable } from "../../core/predictions.js";
import { save } from "../../page/files.js";
import { format, t } from "../../page/text.js";

const SHARES = ["random", "near", "noise", "rebuild", "loss", "between", "spread"]; // whose predictions are single numbers

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountEnd({ stand, desk }) {
  const table = element("table", "gaps");
  const head = element("tr");
  head.append(...["step", "yours", "measured"].map((name) => element("th", "", t(`lesson.end.${name}`))));
  table.append(head, ...STEPS.flatMap(({ id }) => (SHARES.includes(id) ? rowsOf(id) : [])));
  stand.replaceChildren(table);
  stand.hidden = false;

  const buttons = element("p", "lead");
  buttons.append(
    button(t("lesson.end.csv"), () =>
      save(new Blob([csv(predictionsTable(allKept()))], { type: "text/csv;charset=utf-8" }), "predictions.csv"),
    ),
    button(t("lesson.end.forget"), () => {
      forgetAll();
      table.querySelectorAll(".yours").forEach((cell) => (cell.textContent = "–"));
    }),
  );
  desk.replaceChildren(buttons);
  return { control: null, act: async () => ({ measured: [] }) };
}

/** @param {string} id */
function rowsOf(id) {
  const kept = newest(allKept(), id);
  if (!kept) return [];
  return kept.series.map((series, i) => {
    const row = element("tr");
    const name = element("th", series in { ae: 0, vae: 0 } ? `of-${series}` : "", t(`lesson.${id}.short`));
    if (kept.series.length > 1) name.append(` – ${t(`lesson.${series}`)}`);
    row.append(name, element("td", "yours", format(kept.guess[i], 0)), element("td", "", format(kept.measured[i], 0)));
    return row;
  });
}

/** @param {string} text @param {() => void} onPress */
function button(text, onPress) {
  const made = Object.assign(element("button", "", text), { type: "button" });
  made.addEventListener("click", onPress);
  return made;
}
