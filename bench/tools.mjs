// What the benchmarks share: where the repository is, running the built command, medians.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Standard output of `bayes …`; throws with its complaint where it could not run. */
export function bayes(args, allowed = [0, 3]) {
  const result = spawnSync(process.execPath, [join(root, 'dist/bayes.js'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!allowed.includes(result.status))
    throw new Error(`bayes ${args.join(' ')} ended with ${result.status}: ${result.stderr}`);
  return result.stdout;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export const pad = (text, width) => String(text).padEnd(width);
