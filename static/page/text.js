/** Texts and numbers in the page's language; the server embeds the catalogue and the language in the page. */

import { countBelow } from "../core/histogram.js";
import { fill, formatNumber, scientific, shortNumber } from "../core/text_format.js";
import { areOthers, plain, wordsOf } from "../core/words.js";
import { $ } from "./element.js";

/**
 * @typedef {{texts: Record<string, string>, words: import("../core/words.js").Words, classes: string[], forms: string[]}} Shelf
 *   words and classes of the images on show; forms: ends of the keys of texts that stand in for others
 */

/** The catalogue's element, on which each of the page's scripts finds the same. @type {Shelf & HTMLElement} */
const shelf = $("catalogue");
shelf.texts ??= JSON.parse(shelf.textContent ?? "");
shelf.words ??= JSON.parse(shelf.dataset?.words ?? "{}");
const language = () => document.documentElement.lang;

const [SHAPES, OURS] = ["heart,arrow,L", "Drawn by Latent Explorer"]; // what the shipped sprites show, and whose they are

/**
 * Speak of other images from now on.
 * @param {import("../core/contract.js").ImageSet} images
 * @param {{sample: number, isJudged: boolean, alone?: import("../core/sides.js").Side | null}} known sample: how many of them the page knows; isJudged: whether there is
 *   who reads them; alone: the kind of the one model, where no two are compared
 */
export function speakOf(images, { sample, isJudged, alone }) {
  const ofOne = alone ? [`@${alone}`, "@lone"] : [];
  shelf.forms = [...ofOne, ...(isJudged ? [] : ["@unjudged"]), ...(areOthers(images) ? ["@other"] : [])];
  shelf.words = { ...wordsOf(images, language()), sample: format(sample, 0), credit: creditOf(images) };
  shelf.classes = (images.classes.join() === SHAPES ? t("class.shapes").split(", ") : images.classes).map(plain);
}

/** @param {import("../core/contract.js").ImageSet} images */
function creditOf({ credit, ...images }) {
  if (!areOthers(images)) return t("footer.mnist");
  if (credit === OURS) return t("footer.drawn");
  return credit && t("footer.images", { credit: plain(credit) });
}

/**
 * A text of the catalogue with its {placeholders} filled, in the form for the images on show; a label is written as
 * the name of its class. Throws if there is no such key.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  if (!(key in shelf.texts)) throw new Error(`the catalogue has no ${key}`);
  const form = shelf.forms?.map((end) => key + end).find((one) => one in shelf.texts);
  return fill(shelf.texts[form ?? key], { ...shelf.words, ...values, ...named(values.label) });
}

/** @param {string | number | undefined} label @returns {Record<string, string>} */
function named(label) {
  if (typeof label !== "number") return {};
  const name = nameOf(label);
  return { label: name, read: t("class.read", { label: name }) };
}

/** The name of a class, fit to be written into HTML. @param {number} label */
export const nameOf = (label) => shelf.classes?.[label] ?? String(label);

const FEW = 10; // classes beside one another
const BRIEF = 2; // letters that need no more room than a digit

/** Whether so many classes fit in a row with their names. @param {number} count */
export const areBrief = (count) =>
  count <= FEW && Array.from({ length: count }, (_, label) => nameOf(label)).every(({ length }) => length <= BRIEF);

/** Format a number with fixed decimals. @param {number} value @param {number} decimals */
export const format = (value, decimals) => formatNumber(value, decimals, language());

/** Format a number with at most six decimals and no trailing zeros; a dash for one that is not known. @param {number | null} value */
export const short = (value) => (value === null ? "–" : shortNumber(value, language()));

/** Format a number with fixed decimals, or where they leave less than two digits of a typical one, by a power of ten. @param {number} value @param {number} decimals @param {number} typical */
export const fine = (value, decimals, typical) =>
  typical >= 10 ** (1 - decimals) ? format(value, decimals) : value ? scientific(value, language()) : "0";

/** Format a probability in percent, rounded down: almost sure must not read as 100 %. @param {number} probability */
export const percent = (probability) => format(Math.floor(1000 * probability) / 10, 1);

const MANY = 100; // images from which on a share of them is told in per cent

/** How many of the images a percentile is above: of a few their number, else a share. @param {number} rank @param {number} images */
export const among = (rank, images) => (images < MANY ? format(countBelow(rank, images), 0) : `${format(rank, 0)}%`);
