/** The page's elements, by the ids that the templates give them. */

/** An element of the page, of whatever kind its caller knows it to be. @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);
