/** Which keys the browser's own controls use, while they have the focus. Pure. */

/** By a control's type or name; text and lists, which are not named here, use all. */
const USED = /** @type {Record<string, RegExp>} */ ({
  range: /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/,
  radio: /^(Arrow(Left|Right|Up|Down)| )$/,
  checkbox: /^ $/,
  button: /^( |Enter)$/,
  summary: /^( |Enter)$/,
  file: /^( |Enter)$/,
  a: /^Enter$/,
  scrolled: /^(Arrow(Up|Down)|Page(Up|Down)|Home|End| )$/,
  page: /^$/,
});

/** Whether a kind of control uses a key; Tab moves on from any. @param {string} kind @param {string} key */
export const isUsedBy = (kind, key) => key === "Tab" || (USED[kind]?.test(key) ?? true);
