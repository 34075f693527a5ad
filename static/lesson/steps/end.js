/** The end: what was predicted and what was measured, side by side, as a table that one can keep. */

import { button, element } from "../element.js";
import { allKept, forgetAll } from "../kept.js";
import { csv } from "../../core/csv.js";
import { newest, predictionsTable } from "../../core/predictions.js";
import { save } from "../../page/files.js";
import { format, t } from "../../page/text.js";

const SHOWN = ["between", "random", "near", "spread", "noise", "rebuild", "loss"]; // whose predictions are single numbers

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountEnd({ stand, desk }) {
  const table = element("table", "gaps");
  const head = element("tr");
  head.append(...["step", "yours", "measured"].map((name) => element("th", "", t(`lesson.end.${name}`))));
  table.append(head, ...SHOWN.flatMap(rowsOf));
  stand.replaceChildren(table);

  const buttons = element("p", "lead");
  buttons.append(
    button("", t("lesson.end.csv"), saveAll),
    button("", t("lesson.end.forget"), () => forget(table)),
  );
  desk.replaceChildren(buttons);
  return { control: null, act: async () => ({ measured: [], values: null }) };
}

const saveAll = () =>
  save(new Blob([csv(predictionsTable(allKept()))], { type: "text/csv;charset=utf-8" }), "predictions.csv");

/** @param {HTMLElement} table */
function forget(table) {
  forgetAll();
  for (const cell of table.querySelectorAll(".yours")) cell.textContent = "–";
}

/** @param {string} id of a step */
function rowsOf(id) {
  const kept = newest(allKept(), id);
  if (!kept) return [];
  return kept.series.map((series, i) => {
    const row = element("tr");
    const name = element("th", `of-${series}`, t(`lesson.${id}.short`));
    if (kept.series.length > 1) name.append(` – ${t(`lesson.${series}`)}`);
    row.append(name, element("td", "yours", format(kept.guess[i], 0)), element("td", "", format(kept.measured[i], 0)));
    return row;
  });
}
