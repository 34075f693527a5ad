/** Which of the two models are seen: one, where it is shown by itself. */

import { SIDES } from "../core/sides.js";

export const shownSides = () => SIDES.filter((side) => [side, "", undefined].includes(document.body.dataset.lone));
