/** Why a request failed, and whether a later one may not. */

/** The server refused a request, or was never reached; the message is a sentence for the visitor. */
export class Refusal extends Error {
  /** Whether the same request may well succeed later. */
  passes = false;

  /** @param {string} message @param {string} [code] of the problem @param {any} [details] the problem's whole body */
  constructor(message, code = "", details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The server could not be reached; a later request may get through. */
export class Offline extends Refusal {
  passes = true;
}

/** A proxy reports that the server died during the request; if repeated, another server may answer it. */
export class ServerGone extends Offline {}
const GONE = [502, 504];
const LACKING = [403, 404, 410];
const STALE = ["unknown_model", "stale_revision"];

/** Whether the server has the model of a request no longer, or not on these weights. @param {unknown} error */
export const isStale = (error) => error instanceof Refusal && STALE.includes(error.code);

/** Whether the same request may well succeed later. @param {unknown} error */
export const passes = (error) => error instanceof Refusal && error.passes;

/**
 * Whether a request for what is kept of a model may succeed later: of several servers one may have the model that
 * another has not yet.
 * @param {unknown} error
 */
export const mayPass = (error) => passes(error) || isStale(error);

/**
 * Tell of a refusal. What was aborted needs no word; whatever else goes wrong is thrown again.
 * @param {unknown} error @param {(sentence: string) => void} onProblem
 */
export function tell(error, onProblem) {
  if (error instanceof Refusal) onProblem(error.message);
  else if (/** @type {Error} */ (error).name !== "AbortError") throw error;
}

/** Whether a host of files has none in a file's place, or a page. @param {Response} answer */
export const isLacking = ({ ok, status, headers }) =>
  ok ? Boolean(headers.get("Content-Type")?.startsWith("text/html")) : LACKING.includes(status);

/**
 * What an answer refuses a request with.
 * @param {Response} answer @param {string} offline the message for when the server can't be reached
 */
export async function refusalOf(answer, offline) {
  const own = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (GONE.includes(answer.status) || (answer.status >= 500 && !own)) return new ServerGone(offline); // a proxy says so
  if (!answer.headers.get("Content-Type")?.includes("json")) return new Offline(offline); // so does a host of files
  const body = await answer.json();
  return Object.assign(new Refusal(body.detail, body.code, body), { passes: answer.headers.has("Retry-After") });
}
