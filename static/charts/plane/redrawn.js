/** A canvas that stays sharp and in the theme's colours. */

/** As it takes another size, and as the theme changes. @param {HTMLCanvasElement} canvas @param {() => void} draw @param {AbortSignal} signal */
export function drawWhenever(canvas, draw, signal) {
  const resized = new ResizeObserver(() => {
    canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio) || 1;
    draw();
  });
  const themed = new MutationObserver(draw);
  resized.observe(canvas);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal });
  for (const observer of [resized, themed]) signal.addEventListener("abort", () => observer.disconnect());
}
