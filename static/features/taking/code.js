/* @preserve QR codes by lean-qr: Copyright (c) 2021-2025 David Evans, MIT License, https://github.com/davidje13/lean-qr */
/** The QR code of a link. */

import { codeSheet } from "../../charts/code_sheet.js";
import { LONGEST } from "../../core/links.js";
import { correction, generate } from "../../vendor/lean-qr/lean-qr.js";

/**
 * A sheet with the code: as few and as large squares as the link allows; null where it is too long.
 * @param {import("../../charts/sheet.js").Told} told @param {string} link
 */
export function codeOf(told, link) {
  if (link.length > LONGEST) return null;
  const made = generate(link, { minCorrectionLevel: correction.L });
  return codeSheet(told, { size: made.size, get: (x, y) => made.get(x, y) });
}
