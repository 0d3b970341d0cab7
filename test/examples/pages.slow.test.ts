/** The pages of the examples, followed command by command as a new user would. */
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bayes, root } from '../bayes-command.ts';

const examples = join(root, 'examples');

interface Page {
  /** What the page leaves to its reader to write. */
  readonly newData?: string;
  /** Commands whose verdict is that the result is provisional, by a part of them. */
  readonly provisional?: readonly string[];
  /** Numbers and words that the page promises, each in the output of some command. */
  readonly promised: readonly RegExp[];
}

/** One for each tutorial. */
const pages: Readonly<Record<string, Page>> = {
  'linear-regression': {
    newData: 'x1,x2\n0,0\n',
    promised: [
      /intercept +0\.64\d+ +0\.04/,
      /b1 +1\.46\d* +0\.045/,
      /b2 +-2\.07\d* +0\.042/,
      /sigma +0\.68\d* +0\.03/,
      /sd\(y\) +2\.8\d* +0\.67 .* 4\.36/,
      /y\[1\] +0 +0 +0\.66 +0\.69 +-0\.66 +0\.65 +1\.95/,
    ],
  },
  hierarchical: {
    newData: 'group,x\ng0,1\ng99,1\n',
    promised: [
      /a\[g0\] +-1\.14\d* +0\.18/,
      /a\[g7\] +1\.64\d* +0\.078/,
      /sigma_a +1\.1\d* +0\.\d+ +0\.63\d* +1\.62/,
      /New, so drawn from the hierarchy: group "g99"/,
      /y\[1\] +1 +g0 +-0\.44 +0\.61/,
      /y\[2\] +1 +g99 +1\.0\d* +1\.3/,
    ],
  },
  'advi-vs-mcmc': {
    provisional: ['uncentred.bayes', 'metropolis'],
    promised: [/b1 +0\.19 +0\.056\d* +0\.0109/, /k-hat 0\.91/],
  },
  'ppc-regression': { promised: [/trend\(y\)/] },
  'prior-predictive': {
    promised: [/from -307 to 308/, /sd\(y\) +2\.47 .* 1\.000/, /Nothing in the data that the prior implies/],
  },
  bioassay: {
    newData: 'log_dose,n\n0.5,5\n',
    promised: [
      /deaths\[1\] +-1 +5/,
      /p_death\[2\] +0 +5 +0\.7\d* .* 0\.365 .* 0\.954/,
      /below 0\.01 or above 0\.99/,
    ],
  },
  'lynx-hare': {
    promised: [
      /birth +0\.5\d+ +0\.06/,
      // 0.09 in its two digits: the page gives no seed.
      /death +0\.(79|80)\d* +0\.0(8[5-9]|9[0-4])/,
      /start\[hare\] +3[34]\.\d+ +\d/,
      /pelts\[3,hare\] +1923 +7\d/,
      /pelts\[5,lynx\] +1925 +4\d/,
    ],
  },
  nile: {
    promised: [
      /sigma_level +4[34]\.\d/,
      /sigma_flow +12[12]\.\d/,
      /fall +22[0-9]/,
      /level\[1975\] +79\d/,
      /flow_missing\[1975\] +79\d/,
    ],
  },
  'advi-normal': {
    promised: [/mu +5\.14\d* +0\.14/, /sigma +2\.06\d* +0\.10/],
  },
};

test.each(Object.entries(pages))('%s', async (name, { newData, provisional, promised }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-page-'));
  symlinkSync(examples, join(folder, 'examples'));
  if (newData !== undefined) writeFileSync(join(folder, 'new.csv'), newData);
  const page = readFileSync(join(examples, name, 'README.md'), 'utf8');
  const commands = [...page.matchAll(/node dist\/bayes\.js ((?:"[^"]*"|[^`\n"])+)/g)].map(([, text]) => text);
  expect(commands.length).toBeGreaterThan(0);
  let shown = '';
  for (const command of commands) {
    const words = [...command.trim().matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    const { code, stdout, stderr } = await bayes(words, folder);
    const isProvisional = provisional?.some((part) => command.includes(part)) === true;
    expect(isProvisional ? [0, 3] : [0], `${command}\n${stderr}`).toContain(code);
    shown += stdout;
  }
  for (const text of promised) expect(shown).toMatch(text);
  const linked = [...page.matchAll(/\]\(([^)#]+)\)/g)].filter(([, target]) => !target.startsWith('http'));
  for (const [, target] of linked) expect(existsSync(join(examples, name, target)), target).toBe(true);
});
