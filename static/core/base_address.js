/** What relative addresses stand beside. Pure. */

/**
 * A page's base address; of a page without one that others could stand beside, as a blob is, a stand-in: all that such a
 * page needs it carries in itself.
 * @param {string} address the document's own base
 */
export const baseAddress = (address) => (/^(blob|data|about):/.test(address) ? "file:///" : address);

/** A link to the page as it is. @param {string} address of the page @param {string} fragment its state */
export const linkTo = (address, fragment) => `${address.split("#")[0]}#${fragment}`;
