/** What the page needs in another one's frame alone, and loads there. */

import { answerMessages } from "./messages.js";
import { passKeys } from "./passed_keys.js";

const made = { answerMessages, passKeys };

/** @typedef {typeof made} Framed */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
