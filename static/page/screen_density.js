/** The screen's density, which changes with the browser's zoom and from screen to screen. */

/** @param {() => void} onChange @param {AbortSignal} signal */
export function watchDensity(onChange, signal) {
  function watch() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      watch();
      onChange();
    };
    query.addEventListener("change", changed, { once: true, signal });
  }
  watch();
}
