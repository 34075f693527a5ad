/** A share of all that was measured: its figure in large, what it is of, and a bar. */

import { format } from "../page/text.js";

/** @param {number} share 0 to 1 @param {string} of as HTML @returns {string} HTML */
export const shareBar = (share, of) =>
  `<b class="count">${format(100 * share, 1)}%</b> ${of}<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="1"/><rect class="part" width="${100 * share}" height="1"/></svg>`;
