// Runs before the first paint, so that the page never flashes in the other theme.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch (error) {
    // A browser may forbid storage in another site's frame: the page does without.
    if (!(error instanceof DOMException)) throw error;
  }
})();
