// Builds everything that ships into dist/: the math library (AssemblyScript to WebAssembly text) and one
// bundle per process. `--if-needed` skips the work when no source is newer than the last build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.stamp');
const sources = ['client', 'server', 'webview', 'grammar', 'sampler', 'scripts', 'package.json'];

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(path)
    .filter((name) => name !== 'generated')
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

if (process.argv.includes('--if-needed') && existsSync(stamp)) {
  const latest = Math.max(
    ...sources.filter((name) => existsSync(join(root, name))).map((name) => newest(join(root, name))),
  );
  if (statSync(stamp).mtimeMs > latest) process.exit(0);
}
mkdirSync(join(root, 'dist'), { recursive: true });

const mathScript = join(root, 'scripts', 'build-math.mjs');
if (existsSync(mathScript)) execFileSync(process.execPath, [mathScript], { stdio: 'inherit' });

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
const node = { ...common, platform: 'node', format: 'esm', banner };
const targets = [
  // What a command does not need it does not load. A build each: shared chunks would be many small files,
  // and loading those is a sixth of the time to the first draw.
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
const results = await Promise.all(
  targets.filter((t) => existsSync(join(root, t.entryPoints[0]))).map((t) => build({ ...t, metafile: true })),
);
// Chunks of earlier builds; only now, so that a command that starts meanwhile finds all of its own.
const made = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
for (const name of readdirSync(join(root, 'dist'))) {
  if (name.startsWith('chunk-') && !made.has(`dist/${name}`)) rmSync(join(root, 'dist', name));
}
writeFileSync(stamp, '');
