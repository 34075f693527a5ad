// Runs before the first paint, so that the page never flashes in the other theme.
(() => {
  // Where a script can't be loaded, the page says so: nothing else of it would.
  const { dataset } = document.documentElement;
  const note = (/** @type {Event} */ { target }) =>
    target instanceof Element && target.localName === "script" && (dataset.unreached = "");
  addEventListener("error", note, true);
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) dataset.theme = chosen;
  } catch (error) {
    // A browser may forbid storage in another site's frame: the page does without.
    if (!(error instanceof DOMException)) throw error;
  }
})();
