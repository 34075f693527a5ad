/** Wait for a server that is away, is starting or has no time, and say so. */

import { passes } from "./refusal.js";
import { PATIENT, retry } from "./retry.js";

/** @typedef {import("./refusal.js").Refusal} Refusal */

/**
 * Try until the server is there and has time. Rejects with what will not pass, or once the signal is aborted.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {{signal?: AbortSignal, isWanted?: () => boolean, onWaiting: (sentence: string) => void}} options
 *   isWanted: whether a failed one is still worth another; onWaiting: told what it waits for, and an empty sentence at
 *   the end, if it had to wait
 */
export async function patiently(attempt, { signal, isWanted = () => true, onWaiting }) {
  let told = "";
  const tell = (/** @type {string} */ sentence) => sentence === told || onWaiting((told = sentence));
  const onFailure = (/** @type {Refusal} */ { message }) => tell(message);
  const isWorthIt = (/** @type {unknown} */ error) => isWanted() && passes(error);
  const answer = await retry(attempt, PATIENT, { signal, isWorthIt, onFailure });
  tell("");
  return answer;
}
