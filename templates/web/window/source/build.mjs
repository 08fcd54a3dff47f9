// Joins the parts of the chat window and its style sheet into the one file that a vendor's page loads, made small:
//
//   node build.mjs FOLDER_OF_NODE_MODULES > ../window.js      (`make window` does it, with the pinned terser)
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// In this order: what a part begins with may use what stands in those before it.
const PARTS = ["start", "kept", "element", "language", "times", "wire", "stream", "lines", "outbox", "files", "controls", "visitor", "panel", "open"];

const { minify } = await import(pathToFileURL(join(process.argv[2], "terser", "main.js")).href);
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const squeezed = (css) =>
  css.replace(/\/\*.*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{};,>!]|: ) ?/g, (_, sign) => sign.trim()).replace(/;}/g, "}").trim();

const source = ["(() => {", '"use strict";', `const STYLE = ${JSON.stringify(squeezed(read("style.css")))};`]
  .concat(PARTS.map((part) => read(`${part}.js`)), "})();")
  .join("\n");
const { code } = await minify(source, { ecma: 2020, compress: { passes: 2, ecma: 2020 }, format: { ascii_only: true } });
process.stdout.write(`// The chat window, built from source/ by \`make window\`.\n${code}\n`);
