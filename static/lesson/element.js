/** Elements of the lesson. */

/**
 * An element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} [name] class names @param {string} [text] @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

/** @param {string} name class names @param {string} text @param {() => void} onPress */
export function button(name, text, onPress) {
  const made = Object.assign(element("button", name, text), { type: "button" });
  made.addEventListener("click", onPress);
  return made;
}

/**
 * @param {string} name for screen readers
 * @param {{low: number, high: number, step: number, value?: number}} scale value: by default in the middle
 */
export function slider(name, { low, high, step, value = (low + high) / 2 }) {
  const made = Object.assign(element("input"), { type: "range", min: low, max: high, step });
  made.value = String(value);
  made.setAttribute("aria-label", name);
  return made;
}

/** A picture with what stands below it. @param {HTMLElement} content @param {string} text @param {string} [name] class names */
export function figure(content, text, name) {
  const box = element("figure", name);
  box.append(content, element("figcaption", "", text));
  return box;
}
