/** The digest of 1,000 images of each shipped model, as the page's engine makes them: `node digests.js --write` keeps them. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { IMAGES } from "../../../static/core/request_kinds.js";
import { answer, codesOf, networksOf } from "./networks.js";

export const COUNT = 1000;
const ZOO = fileURLToPath(new URL("../../../model/zoo", import.meta.url));
const KEPT = "page_digest.json";

/** The shipped models but the judge; those of other sets stand with their sets. */
export const models = () =>
  readdirSync(ZOO).filter((name) => name !== "judge" && existsSync(join(ZOO, name, "config.json")));

const hash = (...parts) => parts.reduce((digest, part) => digest.update(part), createHash("sha256")).digest("hex");

/** @param {string} id @param {string} [kernel] */
export async function digestOf(id, kernel) {
  const networks = await networksOf(id, kernel);
  const files = ["config.json", "weights.safetensors"].map((name) => readFileSync(join(ZOO, id, name)));
  const sha256 = hash(answer(networks, IMAGES, codesOf(COUNT, networks.decoder.dims)));
  return { revision: hash(...files).slice(0, 12), images: COUNT, sha256 };
}

/** @param {string} id */
export const keptOf = (id) => JSON.parse(readFileSync(join(ZOO, id, KEPT), "utf8"));

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const id of models()) {
    const digest = await digestOf(id);
    console.log(id, digest.sha256);
    if (argv[2] === "--write") writeFileSync(join(ZOO, id, KEPT), `${JSON.stringify(digest)}\n`);
  }
}
