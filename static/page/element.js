/** Look up the page's elements by the ids that the templates give them. */

/** An element by its id, untyped: the caller knows its kind. @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);
