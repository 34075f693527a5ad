/** A sheet on which a part of latent space is drawn. */

/** @typedef {{ink: string, paper: string, accent: string}} Inks as a style sheet gives them to the plane's own element */
/**
 * @typedef {{
 *   context: CanvasRenderingContext2D,
 *   size: number,
 *   extent: import("../../core/viewport.js").Extent,
 * }} Sheet size: its side in pixels; extent: of latent space on it
 */

/** Pixels for one latent unit. @param {Sheet} sheet */
export const scaleOf = ({ size, extent }) => size / (2 * extent.half_width);

/** A place in pixels. @param {Sheet} sheet @param {number[]} z @returns {[number, number]} */
export function at(sheet, [x, y]) {
  const { center, half_width: half } = sheet.extent;
  return [(x - center[0] + half) * scaleOf(sheet), (center[1] + half - y) * scaleOf(sheet)];
}

/** @param {Sheet} sheet @param {number[]} z @param {number} radius in pixels */
export function disc(sheet, z, radius) {
  sheet.context.beginPath();
  sheet.context.arc(...at(sheet, z), radius, 0, 2 * Math.PI);
  sheet.context.fill();
}
