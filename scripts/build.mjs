// Builds everything that ships into dist/: the math library (AssemblyScript to WebAssembly text) and one
// bundle per process. `--if-needed` skips the work when no source is newer than the last build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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
  const latest = Math.max(...sources.map((name) => newest(join(root, name))));
  if (statSync(stamp).mtimeMs > latest) process.exit(0);
}
mkdirSync(join(root, 'dist'), { recursive: true });

const mathScript = join(root, 'scripts', 'build-math.mjs');
if (existsSync(mathScript)) execFileSync(process.execPath, [mathScript], { stdio: 'inherit' });

const common = { bundle: true, sourcemap: 'linked', logLevel: 'warning', absWorkingDir: root, target: 'node20' };
// Bundled CommonJS packages call require() and __dirname, which an ES module lacks.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; import { dirname as __dirOf } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __dirOf(__filename);",
};
const node = { ...common, platform: 'node', format: 'esm', banner };
const targets = [
  { ...node, entryPoints: ['sampler/cli/bayes.ts'], outfile: 'dist/bayes.js', banner: { js: `#!/usr/bin/env node\n${banner.js}` } },
  { ...node, entryPoints: ['sampler/host/host.ts'], outfile: 'dist/host.js' },
  { ...node, entryPoints: ['sampler/host/worker.ts'], outfile: 'dist/worker.js' },
  { ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.js' },
  { ...common, platform: 'node', format: 'cjs', external: ['vscode'], entryPoints: ['client/extension.ts'], outfile: 'dist/client.cjs' },
  { ...common, platform: 'browser', format: 'iife', target: 'es2022', minify: true, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' },
];
await Promise.all(targets.filter((t) => existsSync(join(root, t.entryPoints[0]))).map((t) => build(t)));
writeFileSync(stamp, '');
