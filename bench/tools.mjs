// Shared by the benchmarks: the repository's root, running the built command, importing sources, medians.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/**
 * Bundles and imports TypeScript sources: `exports` are lines `export … from './…'`, relative to the repository, or to
 * another checkout of it.
 */
export async function importSources(name, exports, folder = root) {
  const out = join(root, 'test-output', `bench-${name}.mjs`);
  await build({
    stdin: { contents: exports, resolveDir: folder, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: out,
    logLevel: 'error',
    packages: 'external',
  });
  return import(out);
}

/** Milliseconds of processors' time that this process has had. */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export const slowest = (values) => values.reduce((most, value) => Math.max(most, value), 0);

export const pad = (text, width) => String(text).padEnd(width);
