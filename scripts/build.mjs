// Builds everything that ships into dist/: the math library (AssemblyScript to functions), the
// kernel of NUTS and the summary (AssemblyScript to modules) and one bundle per process. `--if-needed` skips the work when dist/ was built from these very sources. Several may
// run at once: one builds, the others wait for it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
// A tenth less to read and compile at the start of a command. Names stay, and lines short, for stack traces.
const small = { minifyWhitespace: true, minifySyntax: true, lineLimit: 160 };
// CommonJS, as `dist/package.json` says: a process starts some milliseconds sooner without the loader of ES modules.
const url = "const __url = require('node:url').pathToFileURL(__filename).href;";
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  define: { 'import.meta.url': '__url' },
  banner: { js: url },
  ...small,
};

/** Packages that few runs need, by the name that is imported: bundles of their own, loaded at first need. */
const large = { 'apache-arrow': 'apache-arrow', 'h5wasm/node': 'h5wasm' };
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^(apache-arrow|h5wasm\/node)$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${large[path]}.cjs`, external: true },
    );
  },
};
const bundle = { ...node, outExtension: { '.js': '.cjs' }, outdir: 'dist' };
/** Replaced by the hash of the bundle, see `sampler/start/bundle.ts`. */
const NO_HASH = '0'.repeat(16);
/** Bundles of all that a process may need: one file is read faster than many, and its compiled code is kept. */
const kept = {
  ...bundle,
  plugins: [apart],
  banner: { js: `/* ${NO_HASH} */${url}` },
};
const targets = [
  {
    ...kept,
    entryPoints: [
      { in: 'sampler/cli/command-line.ts', out: 'command' },
      { in: 'sampler/host/host.ts', out: 'host' },
      { in: 'sampler/host/worker.ts', out: 'worker' },
    ],
  },
  // What is started: each loads the bundle of its process.
  {
    ...node,
    entryPoints: ['bayes', 'host', 'worker'].map((name) => `sampler/start/${name}.ts`),
    outdir: 'dist',
  },
  {
    ...bundle,
    entryPoints: Object.entries(large).map(([name, out]) => ({ in: name, out })),
  },
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

/** In ASCII, which esbuild leaves out within regular expressions, and with its hash. */
function withHash({ path, contents }) {
  const text = Buffer.from(contents).toString('utf8');
  if (!text.startsWith(`/* ${NO_HASH} */`)) return { path, contents };
  const ascii = text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hash = createHash('sha256').update(ascii).digest('hex').slice(0, NO_HASH.length);
  return { path, contents: ascii.replace(NO_HASH, hash) };
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
  // Bundles before what starts them, as the targets are.
  const files = results.flatMap(({ outputFiles }) => outputFiles.map(withHash));
  replaceFile(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  for (const file of files) replaceFile(file.path, file.contents);
  const outputs = files.map(({ path }) => relative(root, path).replaceAll('\\', '/'));
  const made = new Set(outputs);
  // Those of an earlier version.
  for (const name of readdirSync(dist))
    if (/\.(c?js|map)$/.test(name) && !made.has(`dist/${name}`)) rmSync(join(dist, name));
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
