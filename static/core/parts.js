/** Parts of the page that its address may hide or lock; templates name them by data-part, embed.css hides them. Pure. */

const PARTS = [
  "layers",
  "models",
  "language",
  "upload",
  "draw",
  "gallery",
  "tabs",
  "sliders",
  "lesson",
  "train",
  "notes",
];

/** Those of the address's parts that are not to be used. @param {string} query @returns {string[]} */
export function locked(query) {
  const asked = new URLSearchParams(query);
  const named = ["hide", "lock"].flatMap((key) => (asked.get(key) ?? "").split(","));
  return PARTS.filter((part) => named.includes(part));
}
