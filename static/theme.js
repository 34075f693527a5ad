// Loaded before the page is drawn, so that a chosen theme never flashes into the other.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch (error) {
    // In another site's frame a browser may forbid to remember anything: the page does without.
    if (!(error instanceof DOMException)) throw error;
  }
})();
