/** How layers over the maps are painted and told: loaded after the rest; page and script meet at its element. */

import { legendOf } from "../../charts/layer_legend.js";
import { painterOf } from "../../map/layer_painters.js";
import { describe } from "../../map/layer_readout.js";
import { disagreementOver } from "./disagreement.js";

const script = { describe, disagreementOver, legendOf, painterOf };
/** @typedef {typeof script} Layers */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made: script });
