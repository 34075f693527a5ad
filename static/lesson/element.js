/** An element of the lesson, with a class and a text. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} [name] class names @param {string} [text] @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}
