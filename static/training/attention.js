/** Whether somebody looks: the page's tab is seen, and the room is not scrolled away. */

/** @param {HTMLElement} room @param {(isSeen: boolean) => void} onChange @param {AbortSignal} signal */
export function watchAttention(room, onChange, signal) {
  let isInSight = true;
  let was = true;
  const check = () => {
    const isSeen = isInSight && document.visibilityState === "visible";
    if (isSeen !== was) onChange((was = isSeen));
  };
  const observer = new IntersectionObserver((entries) => {
    isInSight = /** @type {IntersectionObserverEntry} */ (entries.at(-1)).isIntersecting;
    check();
  });
  observer.observe(room);
  check();
  document.addEventListener("visibilitychange", check, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}
