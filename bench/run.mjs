// `npm run bench [name…]`: runs the benchmarks of this folder, after printing the machine's name.
// Figures are medians; a shared machine is noisy, so compare ratios of one run rather than runs.
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.mjs'))
  .map((name) => name.replace(/\.bench\.mjs$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const [cpu] = cpus();
console.log(
  `machine: ${cpu?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`,
);
for (const name of names) {
  console.log(`\n── ${name}`);
  const { default: bench } = await import(join(folder, `${name}.bench.mjs`));
  for await (const row of bench()) console.log(row);
}
