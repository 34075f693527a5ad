/** In another page's frame: keys go on to that page, and it is answered, by a script that is loaded there alone. */

/** @typedef {import("./framed/framed.js").Framed} Framed */

/**
 * Returns a function that begins to answer, to be called once the page can be shown in another state.
 * @param {import("./later_script.js").Load} script @param {(error: unknown) => void} onError
 * @returns {Framed["answerMessages"]}
 */
export function beInFrame(script, onError) {
  if (window.parent === window) return () => {};
  /** @type {Promise<Framed>} */
  const made = script();
  made.then(({ passKeys }) => passKeys()).catch(onError);
  return (store, options) => void made.then(({ answerMessages }) => answerMessages(store, options)).catch(onError);
}
