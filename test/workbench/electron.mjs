// Runs the extension in a desktop VS Code that @vscode/test-electron downloads (a person's machine; not
// one that reaches npm alone): `npm run test:electron`. The same first steps as the workbench specs, by
// VS Code's own API.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed'], {
  cwd: root,
  stdio: 'inherit',
});
try {
  await runTests({
    extensionDevelopmentPath: root,
    // Where version control does not look.
    cachePath: join(root, 'test-output', 'vscode'),
    extensionTestsPath: join(here, 'electron-suite.cjs'),
    launchArgs: [join(root, 'examples'), '--disable-extensions', '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('Where VS Code cannot be downloaded, run `npm run test:workbench` instead.');
  process.exit(1);
}
