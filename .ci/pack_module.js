/** Packs an ES module in place, as visitors load it: `node .ci/pack_module.js FILE`. Its exports stand on a line of their own. */

import { readFile, writeFile } from "node:fs/promises";
import { argv } from "node:process";

import { minify } from "terser";

const [, , file] = argv;
const { code = "" } = await minify(await readFile(file, "utf8"), {
  module: true,
  format: { comments: /@preserve|@license/ },
});
await writeFile(
  file,
  code.replace(
    /export\{[^}]*\};?\s*$/,
    (exports) => `\n${exports.replace("export{", "export {").replace(/;?\s*$/, ";\n")}`,
  ),
);
