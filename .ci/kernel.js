/**
 * Builds the kernel of static/engine/kernel/ into a folder, twice from one source: kernel.wasm, and scalar.js for browsers
 * without WebAssembly; and what trains, training.wasm: `node .ci/kernel.js FOLDER`, where npm has installed AssemblyScript.
 */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, URL } from "node:url";

import asc from "assemblyscript/asc";
import binaryen from "binaryen";

const SOURCE = "static/engine/kernel/index.ts";
const TRAINING = "static/engine/kernel/training/index.ts";
const COMMON = ["-O3", "--runtime", "stub", "--use", "abort="];
const SIMD = ["--enable", "simd"];
// What JavaScript made of WebAssembly can't do.
const SCALAR = ["--disable", "simd,bulk-memory,sign-extension,nontrapping-f2i"];

/** @param {string} source @param {string[]} features @param {string} file */
async function compile(source, features, file) {
  const baseDir = fileURLToPath(new URL("..", import.meta.url));
  const { error, stderr } = await asc.main([source, "--baseDir", baseDir, "--outFile", file, ...COMMON, ...features]);
  if (error) throw new Error(`${error.message}\n${stderr}`);
}

/** JavaScript of WebAssembly, as an ES module with a function that gives its exports. @param {Uint8Array} wasm */
function toJavaScript(wasm) {
  const module = binaryen.readBinary(wasm);
  module.setFeatures(binaryen.Features.MVP | binaryen.Features.MutableGlobals);
  const text = module.emitAsmjs();
  const end = text.indexOf("var retasmFunc");
  if (end < 0) throw new Error("binaryen writes another JavaScript than it did");
  return `${text.slice(0, end)}export function createScalar() {\n  return asmFunc({});\n}\n`;
}

const [, , folder] = argv;
const scalar = join(folder, "scalar.wasm");
await mkdir(folder, { recursive: true });
await compile(SOURCE, SIMD, join(folder, "kernel.wasm"));
await compile(TRAINING, SIMD, join(folder, "training.wasm"));
await compile(SOURCE, SCALAR, scalar);
await writeFile(join(folder, "scalar.js"), toJavaScript(await readFile(scalar)));
await rm(scalar);
