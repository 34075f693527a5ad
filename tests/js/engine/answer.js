/** Answers of the page's engine to codes, for other programs: `node answer.js FOLDER KIND < float32 codes > bytes`. */

import { argv, stdin, stdout } from "node:process";
import { buffer } from "node:stream/consumers";
import { answer, engineOf } from "./networks.js";

const [, , folder, kind] = argv;
const given = await buffer(stdin);
const codes = new Float32Array(given.buffer.slice(given.byteOffset, given.byteOffset + given.length));
stdout.write(answer(await engineOf(folder), Number(kind), codes));
