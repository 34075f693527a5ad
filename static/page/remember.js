/** Keep a choice in this browser, for the next visit. @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage?.setItem(name, value);
  } catch (error) {
    // Storage is forbidden, as in theme.js.
    if (!(error instanceof DOMException)) throw error;
  }
}
