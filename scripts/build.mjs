// Builds everything that ships into dist/: the math library (AssemblyScript to functions), the
// kernel of NUTS and the summary (AssemblyScript to modules) and one bundle per process. `--if-needed` skips the work when dist/ was built from these very sources. Several may
// run at once: one builds, the others wait for it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fingerprint, isFresh, STAMP } from './freshness.mjs';
import { withLock } from './lock.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

const common = {
  bundle: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  absWorkingDir: root,
  target: 'node20',
};
// Bundled CommonJS packages call require() and __dirname, which an ES module lacks.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; import { dirname as __dirOf } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __dirOf(__filename);",
};
// A tenth less to read and compile at the start of a command. Names stay, and lines short, for stack traces.
const small = { minifyWhitespace: true, minifySyntax: true, lineLimit: 160 };
const node = { ...common, platform: 'node', format: 'esm', banner, ...small };
const targets = [
  // Split, so that a command loads only what it needs. Separate builds, since shared chunks would be many small
  // files, whose loading takes a sixth of the time to the first draw.
  ...['sampler/cli/bayes.ts', 'sampler/host/host.ts', 'sampler/host/worker.ts'].map((entry) => ({
    ...node,
    entryPoints: [entry],
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    splitting: true,
    outdir: 'dist',
  })),
  { ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.js' },
  {
    ...common,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    entryPoints: ['client/extension.ts'],
    outfile: 'dist/client.cjs',
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    loader: { '.css': 'text' },
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/webview.js',
  },
];

/** Replaces a file atomically: a command started during the build reads either the old or the new file. */
function replaceFile(path, contents) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** `node_modules/@scope/name` (the innermost) of an input's path; empty for our own sources. */
function packageOf(path) {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
  return folder === undefined ? [] : [folder.slice(folder.indexOf('node_modules/'))];
}

async function buildAll() {
  const built = fingerprint(root);
  for (const script of ['build-math.mjs', 'build-wasm.mjs'])
    execFileSync(process.execPath, [join(root, 'scripts', script)], { stdio: 'inherit' });
  const results = await Promise.all(
    targets.map((target) => build({ ...target, metafile: true, write: false })),
  );
  const files = results.flatMap(({ outputFiles }) => outputFiles);
  // Chunks before the bundles that load them.
  const isChunk = ({ path }) => relative(dist, path).startsWith('chunk-');
  for (const file of [...files.filter(isChunk), ...files.filter((file) => !isChunk(file))])
    replaceFile(file.path, file.contents);
  const outputs = files.map(({ path }) => relative(root, path).replaceAll('\\', '/'));
  const made = new Set(outputs);
  for (const name of readdirSync(dist))
    if (name.startsWith('chunk-') && !made.has(`dist/${name}`)) rmSync(join(dist, name));
  const inputs = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  const generated = [
    'math/generated/math-wat.ts',
    'math/generated/math-code.ts',
    'math/generated/math-wasm.ts',
    'kernel/generated/kernel-wasm.ts',
    'diagnose/generated/summary-wasm.ts',
    'infer/generated/symmetric-wasm.ts',
  ].map((name) => `sampler/${name}`);
  const stamp = {
    fingerprint: built,
    inputs: [...inputs].filter((path) => !path.includes('node_modules/')).sort(),
    outputs: [...outputs, ...generated].sort(),
    // Packages in the bundles, for THIRD_PARTY_NOTICES.txt.
    packages: [...new Set([...inputs].flatMap(packageOf))].sort(),
  };
  replaceFile(join(root, STAMP), `${JSON.stringify(stamp, null, 1)}\n`);
}

const ifNeeded = process.argv.includes('--if-needed');
if (!ifNeeded || !isFresh(root)) {
  mkdirSync(dist, { recursive: true });
  await withLock(join(dist, '.lock'), async () => {
    // Another process may have built while this one waited.
    if (!ifNeeded || !isFresh(root)) await buildAll();
  });
}
