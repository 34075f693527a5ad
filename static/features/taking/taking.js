/** The part of the page that is loaded once something is to be taken along; page and script meet at the script's element. */

import { csv } from "../../core/csv.js";
import { isLocal, LONGEST } from "../../core/links.js";
import { painted, save } from "../../page/files.js";
import { format, t } from "../../page/text.js";
import { times } from "../../charts/sheet.js";
import { openTakeAlong } from "../../views/take_along.js";
import { codeOf } from "./code.js";
import { groupsOf } from "./offers.js";

/** @typedef {import("../../views/take_along.js").Offer} Offer */
/** @typedef {import("../../views/take_along.js").Kind} Kind */

/** @param {Offer} offer @param {Kind} kind @returns {Promise<Blob>} */
async function fileOf({ sheet, table }, kind) {
  if (kind === "csv" && table) return new Blob([csv(table())], { type: "text/csv;charset=utf-8" });
  if (!sheet) throw new Error(`there is no ${kind} of this`);
  const drawn = sheet();
  return kind === "svg" ? new Blob([drawn.svg()], { type: "image/svg+xml" }) : painted(drawn.svg(times(drawn)));
}

/** @param {Offer} offer @param {Kind} kind */
async function take(offer, kind) {
  const name = `${offer.file}.${kind}`;
  save(await fileOf(offer, kind), name);
  return t("take.saved", { name });
}

/** The link's QR code, to be taken along; null where there is none. @param {string} link @returns {Offer | null} */
function codeOffer(link) {
  const name = t("take.code");
  const drawn = codeOf({ title: name, source: link }, link);
  return drawn && { name, file: "latent-explorer link", sheet: () => drawn };
}

/** @param {string} link */
function noteOn(link) {
  const tooLong = t("take.too_long", { length: format(link.length, 0), limit: format(LONGEST, 0) });
  const notes = [isLocal(new URL(link)) ? t("take.local") : "", link.length > LONGEST ? tooLong : ""];
  return notes.filter(Boolean).join(" ");
}

const made = {
  /** Open the dialog. @param {import("../../core/showcase.js").Shown} shown @param {string} link */
  open: (shown, link) =>
    openTakeAlong(
      { link, note: noteOn(link), code: codeOffer(link), groups: groupsOf(shown, link) },
      { onTake: take, onPrint: () => window.print() },
    ),
  /** The link's QR code as an SVG element; empty where there is none. @param {string} link */
  code: (link) => codeOffer(link)?.sheet?.().svg() ?? "",
};

/** @typedef {typeof made} Taking */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
