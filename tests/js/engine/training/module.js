/** What trains, compiled. */

import { fileOf } from "../networks.js";

export const trainingModule = () => WebAssembly.compile(fileOf("static/vendor/kernel/training.wasm"));
