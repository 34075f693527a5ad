/** A text of the catalogue in which *stars* stand around what is to be emphasised. */

import { element } from "./element.js";

/** @param {string} text @returns {Node[]} */
export const rich = (text) =>
  text.split("*").map((part, i) => (i % 2 ? element("b", "", part) : document.createTextNode(part)));
