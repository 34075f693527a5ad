/** What the part of the page that is shown needs of the state: docs/embedding.md. */

import { asked } from "./asked.js";

const { embed } = document.documentElement.dataset; // set by theme.js

/** @type {Partial<import("../core/state.js").State>} */
export const needed = {
  ...(embed === "step" || embed === "walk" ? { tab: embed } : {}),
  ...(embed || new URLSearchParams(asked()).get("lesson") === "off" ? { lesson: null } : {}),
};
