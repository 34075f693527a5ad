/** What is said of the plane that the maps show. */

import { axisName } from "../../core/axis_name.js";
import { readPlane } from "../../core/plane_choice.js";
import { shownShare } from "../../core/plane_directions.js";
import { axesAlong } from "../../core/plane.js";
import { offPlane } from "../../core/plane_map.js";
import { forBoth } from "../../core/sides.js";
import { median } from "../../core/statistics.js";
import { shortened } from "../../core/text_format.js";
import { shownSides } from "../../page/shown_sides.js";
import { format, nameOf, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/**
 * @template T
 * @typedef {Record<Side, T>} Both
 */
/**
 * @typedef {{
 *   isMissing: boolean,
 *   planes: Both<import("../../core/plane.js").Plane & {spare: boolean}>,
 *   z: Both<number[]>,
 *   models: Both<import("../../core/contract.js").Model>,
 *   codes: Both<import("../../core/contract.js").Code[]>,
 *   shape: Both<import("../../core/plane_directions.js").Cloud>,
 *   axes: Both<import("../../core/axes.js").Axis[]>,
 * }} Shown isMissing: these models have no plane of the name in the address
 */

const LONGEST = 14; // letters of a class's name at a map's edge
const LEAST_OFF = 0.05; // sd: below, all codes are in one place

/** What each direction is called: in a sentence, and at a map's edge. @type {Record<import("../../core/plane_choice.js").Kind, (of: number[]) => [string[], string[]]>} */
const NAMES = {
  axes: (of) => twice(of.map(axisName)),
  pca: (of) => twice(of.map((rank) => t("plane.pc", { rank }))),
  images: () => [["A→B", "A→C"], ["B", "C"].map((end) => t("plane.to", { end }))],
  classes: ([from, to]) => [
    [`${nameOf(from)}→${nameOf(to)}`, t("plane.across")],
    [t("plane.to", { end: shortened(nameOf(to), LONGEST) }), t("plane.widest")],
  ],
};

/** @param {string[]} names @returns {[string[], string[]]} */
const twice = (names) => [names, names];

/** @param {string | null} name */
function namesOf(name) {
  const { kind, of } = readPlane(name);
  return NAMES[kind](of);
}

/** What stands at the edges of the maps: to the right, and up. @param {string | null} name */
export const arrowsOf = (name) => namesOf(name)[1].map((one, i) => `${one} ${"→↑"[i]}`);

/** All that is to be said of it. @param {string | null} name @param {Shown} shown */
export function sentenceOf(name, shown) {
  const [[first, second]] = namesOf(name);
  const { planes, z, models, codes, shape } = shown;
  const percent = forBoth((side) => format(100 * shownShare(planes[side].along, shape[side]), 0));
  const off = forBoth((side) => {
    const away = offPlane(planes[side], z[side], models[side].sd);
    return median(codes[side].map(({ mu }) => away(mu)));
  });
  const areOff = Math.max(off.ae, off.vae) >= LEAST_OFF;
  return [
    shown.isMissing && t("plane.missing"),
    t("plane.told", { first, second }),
    t("plane.share", percent),
    areOff && t("plane.off", { ae: format(off.ae, 1), vae: format(off.vae, 1) }),
    ...exceptions(name, shown),
  ]
    .filter(Boolean)
    .join(" ");
}

/** What is not as one would expect. @param {string | null} name @param {Shown} shown */
function exceptions(name, { planes, axes }) {
  const { kind } = readPlane(name);
  const spare = shownSides().filter((side) => planes[side].spare);
  const told = spare.map((side) =>
    kind === "images" ? t("plane.line", { model: t(`${side}.abbr`) }) : t("plane.same", { model: t(`${side}.abbr`) }),
  );
  const flat = shownSides().flatMap((side) => {
    const dead = (axesAlong(planes[side]) ?? []).filter((axis) => axes[side][axis].isDead).map(axisName);
    return dead.length ? [t("plane.dead", { model: t(`${side}.abbr`), axes: dead.join(", ") })] : [];
  });
  return [...told, ...flat];
}
