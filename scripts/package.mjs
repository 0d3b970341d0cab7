// Packages the extension as a .vsix with vsce: the project's own if installed, else the one that
// `test/workbench/setup.sh` keeps in its cache. `node scripts/package.mjs [OUT.vsix]`.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Node and the script of vsce to run with it. */
export function findVsce() {
  const own = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  if (existsSync(own)) return [process.execPath, own];
  const home = process.env.WORKBENCH_HOME;
  const cached = home && join(home, 'node_modules', '@vscode', 'vsce', 'vsce');
  if (cached && existsSync(cached)) return [process.env.WORKBENCH_NODE ?? process.execPath, cached];
  return undefined;
}

export function packageExtension(out = join(root, `${name}-${version}.vsix`)) {
  const vsce = findVsce();
  if (vsce === undefined) {
    throw new Error(
      'vsce was not found. Run `npm i --no-save @vscode/vsce`, or eval "$(test/workbench/setup.sh --env)" first.',
    );
  }
  const [node, script] = vsce;
  // Everything is bundled, so dependencies are not packaged.
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    resolve(out),
  ];
  execFileSync(node, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return resolve(out);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packageExtension(process.argv[2]);
