/** Wait for a server that is away, is starting or has no time, and say so. */

import { passes } from "./refusal.js";
import { PATIENT, retry } from "./retry.js";

/** @typedef {import("./refusal.js").Refusal} Refusal */

/**
 * Try until the server is there and has time. Rejects with what will not pass, or once the signal is aborted.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {{signal?: AbortSignal, onWaiting: (sentence: string) => void}} options
 *   onWaiting: told after each try what it waits for, as something else may be said there meanwhile; and an empty sentence
 *   at the end, whatever that is, if it had to wait
 */
export async function patiently(attempt, { signal, onWaiting }) {
  let waits = false;
  const onFailure = (/** @type {Refusal} */ { message }) => {
    waits = true;
    onWaiting(message);
  };
  try {
    return await retry(attempt, PATIENT, { signal, isWorthIt: passes, onFailure });
  } finally {
    if (waits) onWaiting("");
  }
}
