/** A text of the catalogue in which *stars* stand around what is to be emphasised, and a _ before what is lowered. */

import { element } from "./element.js";

/** @param {string} text @returns {Node[]} */
export const rich = (text) => text.split("*").flatMap((part, i) => (i % 2 ? [bold(part)] : lowered(part)));

/** A text of several lines as paragraphs. @param {string} text */
export const paragraphs = (text) => text.split("\n").map((line) => filled("p", rich(line)));

/** @param {string} text */
const bold = (text) => filled("b", lowered(text));

/** @param {string} text @returns {Node[]} */
const lowered = (text) =>
  text.split(/_(.)/u).map((piece, i) => (i % 2 ? element("sub", "", piece) : document.createTextNode(piece)));

/** @param {"p" | "b"} tag @param {Node[]} nodes */
function filled(tag, nodes) {
  const box = element(tag);
  box.append(...nodes);
  return box;
}
