/** The licences of everything bundled ship with it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('THIRD_PARTY_NOTICES.txt', root), 'utf8');

it('THIRD_PARTY_NOTICES.txt is what the bundles carry: else `npm run notices`', () => {
  execFileSync(process.execPath, ['scripts/notices.mjs', '--check'], { cwd: root });
});

it('names each package that the product depends on, with its licence', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const absent = Object.keys(dependencies).filter((name) => !text.includes(`\n${name} `));
  expect(absent).toEqual([]);
  expect(text).toContain('assemblyscript');
  for (const licence of ['Apache License', 'MIT', 'BSD']) expect(text).toContain(licence);
});
