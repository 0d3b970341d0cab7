/** What tests may not do: pass or fail by the clock, leave something out, need more than their project has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../bayes-command.ts';

const here = 'architecture/tests.test.ts';
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(ts|mjs|cjs)$/.test(path) && path !== here)
  .map((path) => ({ path, text: readFileSync(join(root, 'test', path), 'utf8') }));

const having = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('tests', () => {
  test('wait for events and never for time', () => {
    expect(having(/\b(setTimeout|setInterval|waitForTimeout)\(|timers\/promises|\bsleep\(/)).toEqual([]);
  });

  test('measure no time: figures with a budget are in bench/', () => {
    expect(having(/\b(performance|Date)\.now\(|\bhrtime\b|\bcpuUsage\(/)).toEqual([]);
  });

  test('are all run', () => {
    expect(having(/\b(test|it|describe)\.(skip|only|todo|fails|skipIf|runIf)\b/)).toEqual([]);
  });

  test('need Chromium where their name says so, and only there', () => {
    const needing = having(/launchChromium\(|usePages\(/).filter((path) => path.endsWith('.test.ts'));
    expect(needing).toEqual(
      files.map(({ path }) => path).filter((path) => path.endsWith('.browser.test.ts')),
    );
  });
});
