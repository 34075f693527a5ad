/** The files that a page carries in itself, where it is one file; each gets an address once it is asked for. */

import { baseAddress } from "../core/base_address.js";

/** @type {Record<string, string>} */
const TYPES = { js: "text/javascript", json: "application/json", png: "image/png", wasm: "application/wasm" };

/**
 * Tells where a file is: as its path says, unless the page has it.
 * @param {HTMLElement | null} element JSON of their bytes in base64, by path beside the page
 * @returns {(path: string) => string}
 */
export function ownFiles(element) {
  if (!element) return (path) => path;
  /** @type {Record<string, string>} */
  const files = JSON.parse(element.textContent ?? "");
  const beside = new URL(".", baseAddress(document.baseURI)).href;
  /** @type {Map<string, string>} */
  const made = new Map();
  return (path) => {
    const name = decodeURI((path.startsWith(beside) ? path.slice(beside.length) : path).split("?")[0]);
    if (!(name in files)) return path;
    const address = made.get(name) ?? addressOf(files[name], TYPES[name.split(".").at(-1) ?? ""]);
    made.set(name, address);
    return address;
  };
}

/** @param {string} content base64 @param {string} [type] */
function addressOf(content, type = "application/octet-stream") {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type }));
}
