/** The dialog from which the page is taken along: its link, the link's code, and a list of pictures and tables. */

import { t } from "../page/text.js";

/** @typedef {import("../charts/sheet.js").Sheet} Sheet */
/** @typedef {import("../core/csv.js").Table} Table */
/**
 * @typedef {{name: string, file: string, sheet?: () => Sheet, table?: () => Table}} Offer file: its name, without a suffix
 * @typedef {{title: string, offers: Offer[]}} Group
 * @typedef {"png" | "svg" | "csv"} Kind
 * @typedef {(offer: Offer, kind: Kind) => void} Take
 * @typedef {{link: string, note: string, code: Offer | null, groups: Group[]}} Content note: on the link, or empty;
 *   code: null where the link is too long for one
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

/** @param {Record<string, unknown>} what @param {() => void} onPress */
function button(what, onPress) {
  const made = make("button", { type: "button", ...what });
  made.addEventListener("click", onPress);
  return made;
}

/**
 * @param {Content} content
 * @param {{onTake: (offer: Offer, kind: Kind) => Promise<string>, onPrint: () => void}} on onTake: resolves to a sentence
 */
export function openTakeAlong({ link, note, code, groups }, { onTake, onPrint }) {
  const told = make("p", { className: "note", role: "status" });
  const say = (/** @type {string} */ sentence) => (told.textContent = sentence);
  /** @type {Take} */
  const take = async (offer, kind) => say(await onTake(offer, kind));
  const close = () => dialog.close();
  const print = button({ textContent: t("take.print") }, () => {
    close();
    onPrint();
  });
  const dialog = make(
    "dialog",
    { id: "take-along" },
    head(told, close),
    make("div", { className: "take-top" }, pictureOf(code), linked({ link, note, code }, { print, say, take })),
    make("div", { className: "take-groups" }, ...groups.map((group) => section(group, take))),
  );
  dialog.setAttribute("aria-labelledby", "take-title");
  dialog.setAttribute("closedby", "any"); // a press beside it, where browsers know that
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {HTMLElement} told @param {() => void} close */
const head = (told, close) =>
  make(
    "header",
    {},
    make("h2", { id: "take-title", textContent: t("take.title") }),
    told,
    button({ textContent: "✕", ariaLabel: t("take.close"), title: t("take.close") }, close),
  );

/**
 * The link, to be copied or printed, and its code as a file.
 * @param {Omit<Content, "groups">} content
 * @param {{print: HTMLElement, say: (sentence: string) => void, take: Take}} on
 */
function linked({ link, note, code }, { print, say, take }) {
  const address = make("input", { id: "take-address", type: "text", readOnly: true, value: link });
  const copy = button({ className: "primary", textContent: t("take.copy") }, async () => say(await copied(address)));
  return make(
    "div",
    { className: "take-link" },
    make("label", { htmlFor: address.id, textContent: t("take.link") }),
    make("div", { className: "tools" }, address, copy, print),
    ...(note ? [make("p", { className: "note", textContent: note })] : []),
    ...(code ? [make("ul", {}, row(code, take))] : []),
  );
}

/** The link's code to be seen. @param {Offer | null} code */
function pictureOf(code) {
  const shown = make("div", { className: "take-code", innerHTML: code?.sheet?.().svg() ?? "", hidden: !code });
  if (code) named(shown.firstElementChild, code.name);
  return shown;
}

/** @param {Group} group @param {Take} take */
const section = ({ title, offers }, take) =>
  make("section", {}, make("h3", { textContent: title }), make("ul", {}, ...offers.map((offer) => row(offer, take))));

/** @param {Offer} offer @param {Take} take */
function row(offer, take) {
  const buttons = kindsOf(offer).map((kind) => {
    const textContent = kind.toUpperCase();
    return button({ textContent, ariaLabel: `${textContent}: ${offer.name}` }, () => take(offer, kind));
  });
  return make("li", {}, make("span", { textContent: offer.name }), ...buttons);
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
