/** The end: what was predicted and what was measured, step by step, what that says, and where to go on. */

import { gapsTable } from "../instruments/gaps_table.js";
import { button, element } from "../element.js";
import { allKept, forgetAll } from "../kept.js";
import { paragraphs } from "../rich.js";
import { csv } from "../../core/csv.js";
import { stepsWith } from "../../core/lesson_steps.js";
import { predictionsTable } from "../../core/predictions.js";
import { save } from "../../page/files.js";
import { t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountEnd({ stand, desk, parts: { offered }, onLeave }) {
  const ids = stepsWith(offered).flatMap(({ id }) => (id === "end" ? [] : [id]));
  const show = () => stand.replaceChildren(gapsTable(ids, allKept()));
  show();

  const [told, buttons] = [element("div", "meaning"), element("p", "lead")];
  told.append(...paragraphs(t("lesson.end.meaning")));
  buttons.append(
    button("primary", t("lesson.explore"), onLeave),
    button("save-all", t("lesson.end.csv"), saveAll),
    button("forget", t("lesson.end.forget"), () => {
      forgetAll();
      show();
    }),
  );
  desk.replaceChildren(told, buttons);
  return { control: null, act: async () => ({ measured: [], values: null }) };
}

const saveAll = () =>
  save(new Blob([csv(predictionsTable(allKept()))], { type: "text/csv;charset=utf-8" }), "predictions.csv");
