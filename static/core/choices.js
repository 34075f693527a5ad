/** Which changes of the state are choices, that Back undoes, and which go on without end, as a drag does. Pure. */

import { alone } from "./families.js";

/** @typedef {import("./state.js").State} State */

const CHOICES = /** @type {(keyof State)[]} */ ([
  "model",
  "digit",
  "x",
  "tab",
  "cloud",
  "lens",
  "label",
  "link",
  "plane",
  "path",
  "over",
  "n",
  "fit",
  "layer",
  "unit",
  "seeds",
  "lesson",
]);

/** What belongs to the weights of the models on show, and means nothing in others. */
export const PLACES = { ae: null, vae: null, mapae: null, mapvae: null, pinsae: null, pinsvae: null, plane: null };

/** The layers that a pair's maps have not: nobody reads labels, or no further decoders were trained of both. @param {import("./families.js").Twins} pair */
export const lacking = ({ ae, vae }) => [
  ...(vae.judge === null ? ["labels"] : []),
  ...(ae.disagreement && vae.disagreement ? [] : ["disagreement"]),
];

/**
 * What stands in place of what a pair can't show of a state: a class that its images lack, a layer that there is not, codes
 * of another number of dimensions, or the copy of a model that is shown by itself. A link may name any.
 * @param {State} state @param {import("./families.js").Twins} pair @returns {Partial<State>}
 */
export const unshown = ({ label, layer, active, ae, vae }, pair) => ({
  ...(label !== null && label >= pair.vae.images.classes.length && { label: null }),
  ...(layer && lacking(pair).includes(layer) && { layer: null }),
  ...(ae && ae.length !== pair.ae.latent_dim && { ae: null }),
  ...(vae && vae.length !== pair.vae.latent_dim && { vae: null }),
  active: alone(pair) ?? active,
});

/** Whether both states have a digit of the visitor's own: its drawing goes on. @param {State} a @param {State} b */
const drawsOn = (a, b) => a.x !== null && b.x !== null;

/** Whether another digit is current. @param {State} before @param {State} after */
export const isOtherDigit = (before, after) => before.digit !== after.digit || before.x !== after.x;

/** Whether the visitor chose something, rather than moved on. @param {State} before @param {State} after */
export const isChoice = (before, after) =>
  !before.train !== !after.train ||
  CHOICES.some((key) => before[key] !== after[key] && !(key === "x" && drawsOn(before, after)));

/**
 * A choice as the history should name it: another digit's codes are not known yet, and those before it are not its own.
 * @param {State} before @param {State} after @returns {State}
 */
export const asChosen = (before, after) => (isOtherDigit(before, after) ? { ...after, ae: null, vae: null } : after);

/** Whether z is to be that of the digit. @param {State} state */
export const namesNoCode = ({ ae, vae }) => ae === null && vae === null;
