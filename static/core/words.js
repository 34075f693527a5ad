/** What a page calls the images of a set, and their classes. Pure; app/http/words.py has the same. */

import { MNIST } from "./mnist.js";

/** @typedef {import("./contract.js").ImageSet} ImageSet */
/**
 * @typedef {Record<string, string>} Words by the name of their placeholder, which any text may have without being given
 *   it: item, items and an_item, what the images show; Item and Items, where a sentence begins; side and pixels of one
 */

/** Whether the images are others than MNIST's digits, for which a text may have a form of its own. @param {{id: string}} images */
export const areOthers = ({ id }) => id !== MNIST;

/** @param {ImageSet} images @param {string} language @returns {Words} */
export function wordsOf(images, language) {
  const [item, items] = (language === "vi" ? [images.item_vi, images.item_vi] : [images.item, images.items]).map(plain);
  return {
    item,
    items,
    an_item: `${/^[aeiou]/i.test(item) ? "an" : "a"} ${item}`,
    Item: capital(item),
    Items: capital(items),
    side: String(images.side),
    pixels: String(images.side ** 2),
  };
}

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Marks that HTML reads as its own, and those that look like them. */
const LOOK_ALIKE = /** @type {Record<string, string>} */ ({ "<": "‹", ">": "›", '"': "″" });

/**
 * A stranger's words, written so that no place of the page takes them for markup. An ampersand stays: HTML takes it for the
 * beginning of another letter only where a name follows, from which a joiner without a width parts it.
 * @param {string} text
 */
export const plain = (text) => text.replace(/[<>"]/g, (mark) => LOOK_ALIKE[mark]).replace(/&(?=[\w#])/g, "&\u2060");
