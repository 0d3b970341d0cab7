// Compares draws and JSON of every example with those of another build, bit for bit, apart from times, versions, paths
// and processors: `node scripts/compare-builds.mjs [--except reasons] OLD/dist/bayes.js [NEW/dist/bayes.js]`. Exits
// with 1 if they differ. `--except` names a key that was changed on purpose.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { except: { type: 'string', multiple: true, default: [] } },
});
const [older, newer = join(root, 'dist', 'bayes.js')] = positionals;
if (older === undefined) {
  console.error(
    'usage: node scripts/compare-builds.mjs [--except KEY] OLD/dist/bayes.js [NEW/dist/bayes.js]',
  );
  process.exit(2);
}

const models = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bayes'))
  .map((name) => join(root, 'examples', name))
  .sort();
const short = ['--seed', '1', '--draws', '100', '--tune', '200', '--format', 'json'];
const commands = [
  ['sample', ...short, '--draws-format', 'json'],
  ['advi', '--seed', '1', '--format', 'json'],
  ['pathfinder', '--seed', '1', '--format', 'json'],
  ['laplace', '--seed', '1', '--format', 'json'],
];
const VARYING = /^(timing|versions?|started|finished|.*_ms|elapsed.*|draws)$/;

/** The command's output without what varies between runs; as text if it is not JSON. */
function answer(bayes, [command, ...flags], model) {
  let text;
  try {
    text = execFileSync(process.execPath, [bayes, command, model, ...flags], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 30,
    });
  } catch (error) {
    text = `${error.stdout}`;
  }
  try {
    return JSON.parse(text, (key, value) =>
      VARYING.test(key) || values.except.includes(key) ? undefined : value,
    );
  } catch {
    return text;
  }
}

/** The first place where two values differ, as a path; null where they are equal. */
function difference(a, b, path = '') {
  if (Object.is(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${JSON.stringify(a)} before, ${JSON.stringify(b)} now`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference(a[key], b[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

let different = 0;
for (const model of models) {
  for (const command of commands) {
    const found = difference(answer(older, command, model), answer(newer, command, model));
    if (found !== null) different++;
    console.log(
      `${found === null ? 'same     ' : 'different'} ${command[0]} ${relative(root, model)} ${found ?? ''}`,
    );
  }
}
console.log(`${models.length * commands.length - different} same, ${different} different`);
process.exitCode = different === 0 ? 0 : 1;
