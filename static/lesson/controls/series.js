/** What is predicted of: a model each, or one thing alone. */

import { SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @typedef {{id: string, name: string}} Series id: "ae" or "vae", whose colour it takes, or any other */

/** The autoencoder and the VAE. @returns {Series[]} */
export const bothModels = () => SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) }));
