/** Why a picture can't be read, by the server's code and the values of its sentence. */

/** @typedef {import("./normalise/steps.js").Step} Step */

export class Problem extends Error {
  /** What the steps made of the picture, where one shows why it has no digit. @type {Step[] | null} */
  steps = null;

  /** @param {string} code of the catalogue's "error.<code>" @param {Record<string, string | number>} [values] */
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/**
 * What a function returns, or the Problem that it raises.
 * @template T @param {() => T} work @returns {T | Problem}
 */
export function orProblem(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
