// Writes THIRD_PARTY_NOTICES.txt: the licences of all packages in the bundles of the last build, and of the compiler of
// the math library. `--check` only checks that the file is up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STAMP } from './freshness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'THIRD_PARTY_NOTICES.txt');

// Parts of its standard library are compiled into the math library.
const COMPILED_WITH = ['node_modules/assemblyscript'];

const HEAD = `THIRD-PARTY NOTICES

Bayes Workbench is licensed under the MIT licence (LICENSE). Its bundles carry code of the packages below,
each under its own licence. Made by \`npm run notices\`; the licences of the example data are in
examples/LICENSE-DATA.md.
`;

/** @throws where a package has neither a licence text nor a licence name, which needs attention. */
function licenceOf(folder) {
  const at = join(root, folder);
  const { name, version, license, author, repository } = JSON.parse(
    readFileSync(join(at, 'package.json'), 'utf8'),
  );
  const files = readdirSync(at)
    .filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
    .sort();
  const texts = files.map((entry) => readFileSync(join(at, entry), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0) {
    if (typeof license !== 'string') throw new Error(`${name} ${version} states no licence`);
    const by = typeof author === 'string' ? author : author?.name;
    const source = typeof repository === 'string' ? repository : repository?.url;
    texts.push([`Licensed under ${license}.`, by && `Copyright: ${by}`, source].filter(Boolean).join('\n'));
  }
  return { title: `${name} ${version} (${license ?? 'see below'})`, text: texts.join('\n\n') };
}

export function bundledPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
  return [...new Set([...packages, ...COMPILED_WITH])].sort();
}

export function noticesText() {
  // Packages with the same text are listed together.
  const titles = new Map();
  for (const { title, text } of bundledPackages().map(licenceOf))
    titles.set(text, [...(titles.get(text) ?? []), title]);
  const rule = '='.repeat(78);
  const notices = [...titles].map(([text, of]) => `${rule}\n${of.join('\n')}\n${rule}\n\n${text}\n`);
  return [HEAD, ...notices].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = noticesText();
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
    console.error('THIRD_PARTY_NOTICES.txt is not what the bundles carry: run `npm run notices`');
    process.exitCode = 1;
  }
}
