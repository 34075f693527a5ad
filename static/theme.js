// Runs before the first paint, so that the page never flashes in the other theme, or with parts that are not to be seen.
(() => {
  const { dataset } = document.documentElement;
  // Styled by embed.css; docs/embedding.md says what may be asked.
  const asked = new URLSearchParams(dataset.asked ?? location.search);
  const embed = asked.get("embed") ?? "";
  if (["map", "pair", "decoder", "step", "walk", "evidence"].includes(embed)) dataset.embed = embed;
  dataset.hide = (asked.get("hide") ?? "").replaceAll(",", " ");
  // The lesson: where its step is named, or else where the visitor was; a first visit begins with it, but not in a frame.
  const named = /[#&]lesson=(\w+)/.exec(location.hash)?.[1];
  const isPlain = !location.hash && dataset.asked === undefined && window.parent === window;
  const hasLesson = !dataset.embed && asked.get("lesson") !== "off";
  if (!hasLesson) dataset.hide += " lesson";
  if (hasLesson && named) dataset.lesson = named;
  if (!dataset.embed && /[#&]train=/.test(location.hash)) dataset.train = "";
  try {
    const left = localStorage?.getItem("lesson");
    if (hasLesson && isPlain && left !== "left") dataset.lesson = left ?? "point";
    const chosen = localStorage?.getItem("theme");
    if (chosen) dataset.theme = chosen;
  } catch (error) {
    // A browser may forbid storage in another site's frame: the page does without.
    if (!(error instanceof DOMException)) throw error;
  }
  addEventListener("click", ({ target }) => {
    if (!(target instanceof Element && target.closest("#theme"))) return;
    const next = getComputedStyle(document.documentElement).colorScheme === "dark" ? "light" : "dark";
    dataset.theme = next;
    try {
      localStorage?.setItem("theme", next);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  });
})();
