/** The dialog from which the page is taken along: its link, the link's code, and a list of pictures and tables. */

import { t } from "../page/text.js";

/** @typedef {import("../charts/sheet.js").Sheet} Sheet */
/** @typedef {import("../core/csv.js").Table} Table */
/**
 * @typedef {{name: string, file: string, sheet?: () => Sheet, table?: () => Table}} Offer file: its name, without a suffix
 * @typedef {{title: string, offers: Offer[]}} Group
 * @typedef {"png" | "svg" | "csv"} Kind
 */

/** @param {Offer} offer @returns {Kind[]} */
const kindsOf = ({ sheet, table }) => [
  ...(sheet ? /** @type {Kind[]} */ (["png", "svg"]) : []),
  ...(table ? /** @type {Kind[]} */ (["csv"]) : []),
];

/** @param {string} tag @param {Record<string, unknown>} [what] @param {...(Node | string)} children @returns {any} */
function make(tag, what = {}, ...children) {
  const made = Object.assign(document.createElement(tag), what);
  made.append(...children);
  return made;
}

/**
 * @param {{link: string, note: string, code: Offer | null, groups: Group[]}} content note: on the link, or empty; code: null
 *   where the link is too long for one
 * @param {{onTake: (offer: Offer, kind: Kind) => Promise<string>, onPrint: () => void}} on onTake: resolves to a sentence
 */
export function openTakeAlong({ link, note, code, groups }, { onTake, onPrint }) {
  const told = make("p", { className: "note", role: "status" });
  const say = (/** @type {string} */ sentence) => (told.textContent = sentence);

  /** @param {Offer} offer */
  function row(offer) {
    const buttons = kindsOf(offer).map((kind) => {
      const textContent = kind.toUpperCase();
      const button = make("button", { type: "button", textContent, ariaLabel: `${textContent}: ${offer.name}` });
      button.addEventListener("click", async () => say(await onTake(offer, kind)));
      return button;
    });
    return make("li", {}, make("span", { textContent: offer.name }), ...buttons);
  }
  /** @param {Group} group */
  const section = ({ title, offers }) =>
    make("section", {}, make("h3", { textContent: title }), make("ul", {}, ...offers.map(row)));

  const address = make("input", { id: "take-address", type: "text", readOnly: true, value: link });
  const copy = make("button", { type: "button", className: "primary", textContent: t("take.copy") });
  copy.addEventListener("click", async () => say(await copied(address)));
  const print = make("button", { type: "button", textContent: t("take.print") });
  const close = make("button", {
    type: "button",
    textContent: "✕",
    ariaLabel: t("take.close"),
    title: t("take.close"),
  });
  const head = make("header", {}, make("h2", { id: "take-title", textContent: t("take.title") }), told, close);
  const linked = make(
    "div",
    { className: "take-link" },
    make("label", { htmlFor: address.id, textContent: t("take.link") }),
    make("div", { className: "tools" }, address, copy, print),
    ...(note ? [make("p", { className: "note", textContent: note })] : []),
    ...(code ? [make("ul", {}, row(code))] : []),
  );
  const shown = make("div", { className: "take-code", innerHTML: code?.sheet?.().svg() ?? "", hidden: !code });
  if (code) named(shown.firstElementChild, code.name);
  const dialog = make(
    "dialog",
    { id: "take-along" },
    head,
    make("div", { className: "take-top" }, shown, linked),
    make("div", { className: "take-groups" }, ...groups.map(section)),
  );
  dialog.setAttribute("aria-labelledby", "take-title");
  dialog.setAttribute("closedby", "any"); // a press beside it, where browsers know that
  close.addEventListener("click", () => dialog.close());
  print.addEventListener("click", () => {
    dialog.close();
    onPrint();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Element | null} picture @param {string} name */
function named(picture, name) {
  picture?.setAttribute("role", "img");
  picture?.setAttribute("aria-label", name);
}

/** Copy what a field holds. @param {HTMLInputElement} field @returns {Promise<string>} what became of it */
async function copied(field) {
  field.select();
  // Without https there is no clipboard, and a browser may refuse it: then the old way, or the visitor's own hand.
  const isDone = await navigator.clipboard?.writeText(field.value).then(
    () => true,
    () => false,
  );
  return isDone || document.execCommand("copy") ? t("take.copied") : t("take.copy_yourself");
}
