/** The names of planes of latent space, in the page's state. Pure. */

const NAMED = /^(?:(axes|pca|classes)-(\d{1,3}),(?!\2$)(\d{1,3})|(images)-(\d{1,3}),(\d{1,3}),(\d{1,3}))$/;

/** The name as the state has it, of a plane that could be; else undefined. @param {string} text */
export const planeNamed = (text) => (NAMED.test(text) && text !== "axes-0,1" ? text : undefined);
