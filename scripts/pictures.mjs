// Makes the README's pictures: `npm run pictures` drives the workbench and saves its screenshots.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = { '40-results': 'workbench', '41-plots': 'plots', '45-widths': 'widths' };
for (const [from, to] of Object.entries(pictures))
  copyFileSync(
    join(root, 'test-output', 'workbench', `${from}.png`),
    join(root, 'client', 'media', `${to}.png`),
  );
