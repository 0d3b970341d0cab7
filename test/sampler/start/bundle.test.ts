/** Bundles run the same with code of an earlier process, without it, and with a file that is no such code. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../sampler/start/bundle.ts';
import { root } from '../../bayes-command.ts';

interface Counter {
  readonly folder: string;
  twice(of: number): number;
  later(): string;
}

const TEXT = `const { sep } = require('node:path');
exports.folder = __dirname + sep;
exports.twice = (of) => 2 * of;
exports.later = () => 'first';
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-bundle-'));
  write('0123456789abcdef', TEXT);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (hash: string, text: string) =>
  writeFileSync(join(folder, 'counter.cjs'), `/* ${hash} */${text}`);
const load = () => loadBundle<Counter>('counter', pathToFileURL(join(folder, 'start.js')).href);
const kept = () => readdirSync(join(folder, 'code'));
const contents = () => readFileSync(join(folder, 'code', kept()[0]));

describe('a bundle', () => {
  it('runs as a module of its folder', () => {
    const { exports } = load();
    expect(exports.twice(21)).toBe(42);
    expect(exports.folder).toBe(join(folder, '/'));
  });

  it('is compiled once for all processes', () => {
    const first = load();
    expect(first.exports.twice(1)).toBe(2);
    first.keepCode('twice');
    expect(kept()).toHaveLength(1);
    const before = contents();
    const second = load();
    expect(second.exports.twice(3)).toBe(6);
    // What is known is not written again, and what is not is.
    rmSync(join(folder, 'code'), { recursive: true });
    second.keepCode('twice');
    expect(() => kept()).toThrow();
    second.keepCode('later');
    expect(contents().subarray(-24).toString()).toContain('["twice","later"]');
    expect(before.subarray(-24).toString()).toContain('["twice"]');
  });

  it('that was built again does not run the code of the one before, even of the same length', () => {
    const first = load();
    expect(first.exports.later()).toBe('first');
    first.keepCode('later');
    write('fedcba9876543210', TEXT.replace("'first'", "'other'"));
    const second = load();
    expect(second.exports.later()).toBe('other');
    second.keepCode('later');
    expect(kept()).toHaveLength(1);
    expect(kept()[0]).toContain('fedcba9876543210');
  });

  it('runs beside files that are no code of V8', () => {
    const first = load();
    first.keepCode('twice');
    const [name] = kept();
    const whole = contents();
    for (const broken of [
      '',
      'text',
      Buffer.alloc(64),
      whole.subarray(0, whole.length >> 1),
      Buffer.concat([Buffer.alloc(32), whole.subarray(32)]),
    ]) {
      writeFileSync(join(folder, 'code', name), broken);
      const again = load();
      expect(again.exports.twice(4)).toBe(8);
      again.keepCode('twice');
      expect(contents().length).toBeGreaterThan(100);
    }
  });

  it('runs where nothing can be written', () => {
    writeFileSync(join(folder, 'code'), 'a file in place of the folder');
    const { exports, keepCode } = load();
    keepCode('twice');
    expect(exports.twice(5)).toBe(10);
  });

  it('without a hash keeps nothing', () => {
    writeFileSync(join(folder, 'counter.cjs'), TEXT);
    const { exports, keepCode } = load();
    keepCode('twice');
    expect(exports.twice(6)).toBe(12);
    expect(() => kept()).toThrow();
  });
});

describe('the bundles of the product', () => {
  it('are ASCII and begin with their hash', () => {
    for (const name of ['command', 'host', 'worker']) {
      const bytes = readFileSync(join(root, 'dist', `${name}.cjs`));
      expect(bytes.every((byte) => byte < 128)).toBe(true);
      expect(bytes.toString('latin1', 0, 24)).toMatch(/^\/\* [0-9a-f]{16} \*\//);
    }
  });

  it('draw the same without and with compiled code, in a folder of their own', () => {
    const dist = join(folder, 'dist');
    mkdirSync(dist);
    for (const name of readdirSync(join(root, 'dist')))
      if (/\.(c?js|json)$/.test(name))
        writeFileSync(join(dist, name), readFileSync(join(root, 'dist', name)));
    const run = () => {
      const args = [
        'sample',
        'examples/bioassay/bioassay.bayes',
        '--seed',
        '3',
        '--draws',
        '50',
        '--tune',
        '50',
      ];
      const command = [join(dist, 'bayes.js'), ...args, '--format', 'json', '--draws-format', 'json'];
      try {
        return execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
      } catch (error) {
        // So few draws are not enough.
        return String((error as { stdout: unknown }).stdout);
      }
    };
    const [without, withCode] = [run(), run()].map((text) => JSON.parse(text));
    expect(withCode.draws_by_name.alpha).toHaveLength(4);
    expect(withCode.draws_by_name).toEqual(without.draws_by_name);
    expect(withCode.summary).toEqual(without.summary);
    const names = readdirSync(join(dist, 'code')).map((name) =>
      name.replace(/-[0-9a-f]{16}-/, ' ').replace(/-\d+$/, ''),
    );
    expect(names.sort()).toEqual(['command sample', 'host all', 'worker all']);
  });
});
