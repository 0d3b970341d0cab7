// Makes `npx bayes` work in a clone: npm links the commands of dependencies, not a package's own.
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'node_modules', '.bin');
const command = join(root, 'dist', 'bayes.js');

if (existsSync(folder) && existsSync(command)) {
  const link = join(folder, 'bayes');
  rmSync(link, { force: true });
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, `@node "${command}" %*\r\n`);
  else {
    symlinkSync(join('..', '..', 'dist', 'bayes.js'), link);
    chmodSync(command, 0o755);
  }
}
