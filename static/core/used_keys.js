/** Which keys the browser's own controls use while they have the focus, and what scrolls around them. Pure. */

/** By a control's type or name, or by which way something scrolls; what is not named here, as text is not, uses all. */
const USED = /** @type {Record<string, RegExp>} */ ({
  range: /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/,
  radio: /^(Arrow(Left|Right|Up|Down)| )$/,
  checkbox: /^ $/,
  button: /^( |Enter)$/,
  summary: /^( |Enter)$/,
  file: /^( |Enter)$/,
  a: /^Enter$/,
  down: /^(Arrow(Up|Down)|Page(Up|Down)|Home|End| )$/,
  across: /^Arrow(Left|Right)$/,
  popover: /^Escape$/,
  page: /^$/,
});

/** Whether one of these uses a key; Tab moves on from any. @param {string[]} kinds @param {string} key */
export const isUsedBy = (kinds, key) => key === "Tab" || kinds.some((kind) => USED[kind]?.test(key) ?? true);
