/** The end: what was predicted and what was measured, step by step, what that says, and where to go on. */

import { findingsTable, gapsTable } from "../instruments/gaps_table.js";
import { button, element } from "../element.js";
import { predictions } from "../kept.js";
import { paragraphs } from "../rich.js";
import { csv } from "../../core/csv.js";
import { stepsWith } from "../../core/lesson_steps.js";
import { predictionsTable } from "../../core/predictions.js";
import { save } from "../../page/files.js";
import { t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountEnd({ stand, desk, parts: { offered }, predicts, onLeave }) {
  const ids = stepsWith(offered).flatMap(({ id }) => (id === "end" ? [] : [id]));
  const show = () => stand.replaceChildren(predicts ? gapsTable(ids, predictions.all()) : findingsTable(ids));
  show();

  const [told, buttons] = [element("div", "meaning"), element("p", "lead")];
  told.append(...paragraphs(t("lesson.end.meaning")));
  buttons.append(button("primary", t("lesson.explore"), onLeave));
  if (predicts) buttons.append(button("save-all", t("lesson.end.csv"), saveAll), forgetting(show));
  desk.replaceChildren(told, buttons);
  const words = { here: t(predicts ? "lesson.end.here" : "lesson.end.here_off") };
  return { words, control: null, act: async () => ({ measured: [], values: null }) };
}

/** Deletes them once that is asked for twice. @param {() => void} onForgotten */
function forgetting(onForgotten) {
  let isAsked = false;
  const made = button("forget", t("lesson.end.forget"), () => {
    if (isAsked) {
      predictions.forgetAll();
      onForgotten();
    }
    isAsked = !isAsked;
    made.textContent = t(isAsked ? "lesson.end.forget_sure" : "lesson.end.forget");
  });
  return made;
}

const saveAll = () =>
  save(new Blob([csv(predictionsTable(predictions.all()))], { type: "text/csv;charset=utf-8" }), "predictions.csv");
