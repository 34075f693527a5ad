/** A colour for each class that colour-blind people can tell apart: after Paul Tol's "muted", with a darker grey. */
export const LABEL_COLOURS = [
  "#CC6677",
  "#88CCEE",
  "#DDCC77",
  "#44AA99",
  "#AA4499",
  "#9A9A9A",
  "#999933",
  "#EE8866",
  "#6699FF",
  "#117733",
];
