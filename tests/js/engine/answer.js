/** Answers of the page's engine to codes, for other programs: `node answer.js FOLDER KIND < float32 codes > bytes`. */

import { argv, stdin, stdout } from "node:process";
import { buffer } from "node:stream/consumers";
import { answer, createNetworks } from "../../../static/engine/answers.js";
import { fileOf, kernelOf } from "./networks.js";

const [, , folder, kind] = argv;
const given = await buffer(stdin);
const codes = new Float32Array(given.buffer.slice(given.byteOffset, given.byteOffset + given.length));
const judge = fileOf("model/zoo/judge/weights.safetensors");
stdout.write(
  answer(createNetworks(await kernelOf("simd"), fileOf(`${folder}/weights.safetensors`), judge), Number(kind), codes),
);
