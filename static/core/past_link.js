/** A moment of a training that is over, as a link names it: `past,small-vae-2d,5`, by the VAE's id and the moment's place. Pure. */

/** @typedef {{model: string, place: number}} Told */

const KIND = "past";

/** @param {Told} told */
export const formatPast = ({ model, place }) => [KIND, model, place].join(",");

/** @param {string} text @returns {Told | undefined} undefined where it names none; model: "" for any */
export function parsePast(text) {
  const [kind, model = "", place = "0"] = text.split(",");
  return kind === KIND && /^\d{1,4}$/.test(place) ? { model, place: Number(place) } : undefined;
}
