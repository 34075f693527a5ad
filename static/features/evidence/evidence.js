/** The measured evidence: loaded once the rest of the page is there; page and script meet at its element. */

import { mountEvidence } from "../../views/evidence.js";

const script = { mountEvidence };
/** @typedef {typeof script} Evidence */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made: script });
