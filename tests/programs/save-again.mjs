// Reads a workbook with SheetJS and saves it again: `node save-again.mjs SOURCE FORMAT TARGET [FORMAT TARGET]...`.
// The formats are SheetJS's own names; a `+` behind one asks for a table of shared strings. Prints the library's version.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

// By `require`: the library's other builds know nothing of node.
const XLSX = createRequire(import.meta.url)("xlsx");

const [source, ...wanted] = process.argv.slice(2);
const workbook = XLSX.read(readFileSync(source), { cellDates: false, cellNF: true, cellStyles: true, bookVBA: false });
for (let at = 0; at < wanted.length; at += 2) {
  const [format, target] = wanted.slice(at, at + 2);
  const options = { bookType: format.replace("+", ""), bookSST: format.endsWith("+"), type: "buffer", Props: workbook.Props };
  writeFileSync(target, XLSX.write(workbook, options));
}
process.stdout.write(`SheetJS ${XLSX.version}\n`);
