/** Formats WebAssembly text for reading: functions first, the tables of `sampler/math` last, in short lines. */

const BYTES_PER_LINE = 24;
const tableLine = /^\(data \(i32\.const (\d+)\) "(.*)"\)$/;
/** One byte of a data string: an escape or a character. */
const byte = /\\[0-9a-f]{2}|\\.|[^\\]/g;

/** The result assembles to the same code: data segments may be anywhere and consist of several strings. */
export function printWat(text: string): string {
  const tables: string[] = [];
  const rest = text.split('\n').filter((line) => {
    const found = tableLine.exec(line.trim());
    if (found === null) return true;
    tables.push(table(found[1], found[2]));
    return false;
  });
  const end = rest.findLastIndex((line) => line.trimStart().startsWith(')'));
  return end < 0 ? text : [...rest.slice(0, end), ...tables, ...rest.slice(end)].join('\n');
}

function table(address: string, content: string): string {
  const bytes = content.match(byte) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE)
    lines.push(`  "${bytes.slice(at, at + BYTES_PER_LINE).join('')}"`);
  return [
    `;; constants of the functions above, ${bytes.length} bytes`,
    `(data (i32.const ${address})`,
    ...lines,
    ')',
  ].join('\n');
}
