/**
 * What the page's engine draws, for other programs: `node drawn.js < requests in JSON > float32`, all codes in a row;
 * `node drawn.js tables > bytes`, the ziggurat's.
 */

import { argv, stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { draw, drawFitted } from "../../../static/engine/draws.js";
import { createTables } from "../../../static/engine/normal.js";

const bytes = ({ buffer }) => new Uint8Array(buffer);

const drawn = ({ codes, n, temperature, seed, ...posterior }) =>
  codes ? drawFitted(codes, n, temperature, seed) : draw(posterior, n, temperature, seed);

if (argv[2] === "tables") for (const table of Object.values(createTables())) stdout.write(bytes(table));
else stdout.write(bytes(Float32Array.from((await json(stdin)).map(drawn).flat(2))));
