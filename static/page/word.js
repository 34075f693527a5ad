/** A word that is explained where it stands, as HTML; templates/word.html writes the same. */

import { t } from "./text.js";

/** @param {string} name of the glossary @param {string} [shown] */
export const word = (name, shown = t(`glossary.${name}`)) =>
  `<button type="button" class="word" aria-describedby="means-${name}">${shown}</button>`;

/** A word with a meaning of its own. @param {string} shown @param {string} means */
export const meaning = (shown, means) => `<button type="button" class="word" title="${means}">${shown}</button>`;
