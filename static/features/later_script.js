/** Scripts that are loaded once they are needed: each leaves what it made on its element. */

import { Offline } from "../net/refusal.js";

/** @typedef {() => Promise<any>} Load gives what a script has made */

/**
 * @param {string} src @param {string} offline what is said where it doesn't come
 * @param {(src: string) => Promise<unknown>} find rejects with what is wrong with it, where that can be known
 * @returns {Promise<any>}
 */
export function laterScript(src, offline, find) {
  const script = Object.assign(document.createElement("script"), { src, made: null });
  return new Promise((resolve, reject) => {
    const fail = () => find(src).then(() => reject(new Offline(offline)), reject);
    script.addEventListener("load", () => (script.made ? resolve(script.made) : fail())); // a host may send a page instead
    script.addEventListener("error", fail);
    document.head.append(script);
  });
}

/**
 * Loads a script for the first who asks, and again where it did not come.
 * @template T @param {() => Promise<T>} load @returns {() => Promise<T>}
 */
export function once(load) {
  /** @type {Promise<T> | undefined} */
  let coming;
  return () =>
    (coming ??= load().catch((error) => {
      coming = undefined;
      throw error;
    }));
}
