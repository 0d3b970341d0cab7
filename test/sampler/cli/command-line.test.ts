import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bayes, bayesJson, command } from '../../bayes-command.ts';
import { assembleText } from '../compile/assemble-text.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();

describe('the command line', () => {
  test.each([
    [[]],
    [['frobnicate']],
    [['sample']],
    [['sample', 'm.bayes', '--drows', '10']],
    [['sample', 'm.bayes', '--draws', 'many']],
    [['sample', 'm.bayes', '--draws', '-3']],
    [['sample', 'm.bayes', '--target-accept', '1']],
    [['sample', 'm.bayes', '--seed', '1.5']],
    [['sample', 'm.bayes', '--metric', 'cube']],
    [['sample', 'm.bayes', '--draws-format', 'json']],
    [['check', 'm.bayes', 'other.bayes']],
    [['check', 'm.bayes', '--format', 'yaml']],
    [['check', 'absent.bayes']],
    [['compile', 'm.bayes', '--emit', 'asm']],
    [['compile', 'm.bayes', '--no-pass', 'hoists']],
    [['grad', 'm.bayes']],
    [['grad', 'm.bayes', '--time', '--no-pass', 'hoists']],
    [['fmt']],
  ])('%j is wrong: exit 2, a message and no stack', async (args) => {
    here.write('m.bayes', line);
    const { code, stdout, stderr } = await bayes(args, here.folder());
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a number of draws that is none: what they may be, with the word', async () => {
    here.write('m.bayes', line);
    const { code, stderr } = await bayes(['sample', 'm.bayes', '--draws', 'many'], here.folder());
    expect(code).toBe(2);
    expect(stderr).toContain('Expected a whole number from 1 to 10000000 or enough.');
  });

  test.each([['--help'], ['--version'], ['sample', '--help']])('%s is no error', async (...args) => {
    const { code, stdout, stderr } = await bayes(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });
});

describe('check', () => {
  test('a model without problems', async () => {
    here.write('m.bayes', line.replace(/^sample .*$/m, ''));
    expect(await bayes(['check', 'm.bayes'], here.folder())).toEqual({
      code: 0,
      stdout: 'm.bayes: no problems\n',
      stderr: '',
    });
  });

  test('an error that the compiler finds is reported before anything is sampled', async () => {
    here.write('m.bayes', 'dim k = 3\nparam c[k] : positive_ordered ~ Normal(0, 1) in 1..\n');
    const { code, stdout } = await bayes(['check', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^m\.bayes:2:49: error unsupported a range for a parameter that is positive_ordered/,
    );
  });

  test('a chain of 5,000 definitions is too long, with the line', async () => {
    const lets = Array.from({ length: 5000 }, (_, i) => `let z${i + 1} = z${i} + exp(-z${i}^2)\n`).join('');
    const head = 'data { y : real = 1 }\nparam a ~ Normal(0, 1)\nlet z0 = a\n';
    here.write('m.bayes', `${head}${lets}observe y ~ Normal(z5000, 1)\n`);
    const { code, stdout, stderr } = await bayes(['check', 'm.bayes'], here.folder());
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^m\.bayes:\d+:1: error too-large expected at most 2000 operations/);
  });

  test('a list of R as data is one mistake', async () => {
    here.write(
      'm.bayes',
      'data { y : real[3] = c(1, 2, 3) }\nparam a ~ Normal(0, 1)\nobserve y ~ Normal(a, 1)\n',
    );
    const { stdout } = await bayes(['check', 'm.bayes'], here.folder());
    expect(stdout).toBe(
      'm.bayes:1:22: error unknown-name unknown function `c`; a list is written `[1, 2, 3]`\n',
    );
  });

  const broken =
    'dim r\ndata from "d.csv" { n : int[r] in 0..9 }\nparam p ~ Beta(1, 1)\nobserve n ~ Binomial(9, p)\n';

  test('a bad cell: file:line:col, then the row and column of the data file', async () => {
    here.write('m.bayes', broken);
    here.write('d.csv', 'n\n3\n12\n4\n');
    const { code, stdout } = await bayes(['check', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^m\.bayes:2:35: error data-range .*found 12 in row 2, column n/);
    expect(lines[1]).toBe('  d.csv, row 2, column n: found 12, expected 0..9');
  });

  test('the same as JSON, with lines and characters from 0', async () => {
    const model = here.write('m.bayes', broken);
    here.write('d.csv', 'n\n3\n12\n4\n');
    const { code, value } = await bayesJson<{ diagnostics: unknown[] }>(['check', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(value.diagnostics[0]).toEqual({
      code: 'data-range',
      severity: 'error',
      message: expect.stringContaining('found 12'),
      file: model,
      range: { start: { line: 1, character: 34 }, end: { line: 1, character: 38 } },
      related: [{ message: 'found 12, expected 0..9', file: here.path('d.csv'), row: 2, column: 'n' }],
    });
  });

  test('syntax and settings errors are found too', async () => {
    here.write('m.bayes', 'param p ~ Beta(1, 1\nobserve q ~ Bernoulli(p)\nsample { draws = 0 }\n');
    const { code, stdout } = await bayes(['check', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^m\.bayes:3:18: error setting-value setting `draws`: expected a whole number from 1 to 10000000/m,
    );
    expect(stdout.split('\n').length).toBeGreaterThan(3);
  });

  test('a model in another encoding is refused, and not formatted into other letters', async () => {
    const latin = Buffer.from('# M\xe4rz\nparam  a ~ Normal(0, 1)\n', 'latin1');
    writeFileSync(here.path('m.bayes'), latin);
    for (const command of ['check', 'fmt']) {
      const { code, stderr } = await bayes([command, 'm.bayes'], here.folder());
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'bayes: cannot read model m.bayes: it is not UTF-8 text; save it as UTF-8\n',
      });
    }
    expect(readFileSync(here.path('m.bayes'))).toEqual(latin);
  });

  test('a result that cannot be written is reported', () => {
    here.write('m.bayes', line);
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync('node', [command, 'check', 'm.bayes'], {
      cwd: here.folder(),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(status).toBe(4);
    expect(stderr).toMatch(/^bayes: the result could not be written: .*ENOSPC.*\n$/);
  });

  test('an empty model, a binary file', async () => {
    here.write('empty.bayes', '');
    expect((await bayes(['check', 'empty.bayes'], here.folder())).code).toBe(0);
    here.write('binary.bayes', 'a\u0000b');
    expect((await bayes(['check', 'binary.bayes'], here.folder())).stderr).toContain('binary');
  });
});

describe('fmt', () => {
  const untidy = 'param   a~Normal(0,5)\nparam bb ~ Normal( 0 , 5 )\n';

  test('formats in place, once', async () => {
    here.write('m.bayes', untidy);
    expect((await bayes(['fmt', '--check', 'm.bayes'], here.folder())).code).toBe(1);
    expect(here.read('m.bayes')).toBe(untidy);
    expect(await bayes(['fmt', 'm.bayes'], here.folder())).toMatchObject({
      code: 0,
      stdout: 'm.bayes: formatted\n',
    });
    expect(here.read('m.bayes')).toBe('param a  ~ Normal(0, 5)\nparam bb ~ Normal(0, 5)\n');
    expect(await bayes(['fmt', '--check', 'm.bayes'], here.folder())).toMatchObject({ code: 0, stdout: '' });
  });

  test('leaves a file with a syntax error as it is', async () => {
    const text = 'param a ~ Normal(0,\nparam b ~ ~ Normal(0, 5)\n';
    here.write('m.bayes', text);
    const { code, stderr } = await bayes(['fmt', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stderr).toMatch(/^m\.bayes:\d+:\d+: error /);
    expect(here.read('m.bayes')).toBe(text);
  });
});

describe('compile', () => {
  test('prints the program in index notation and as WebAssembly text', async () => {
    here.write('m.bayes', line);
    const ir = await bayes(['compile', 'm.bayes', '--emit', 'ir'], here.folder());
    expect(ir).toMatchObject({ code: 0, stderr: '' });
    expect(ir.stdout).toContain('observe y');
    const wat = await bayes(['compile', 'm.bayes', '--emit', 'wat'], here.folder());
    expect(wat.stdout).toMatch(/^\(module/);
    const lines = wat.stdout.split('\n');
    expect(lines.filter((text) => text.includes('\\00') && text.length > 100)).toEqual([]);
    // A reader meets the functions before the tables that they use; the whole still assembles.
    expect(wat.stdout.indexOf('(func $')).toBeLessThan(wat.stdout.indexOf('(data '));
    expect(WebAssembly.validate(assembleText(wat.stdout))).toBe(true);
  });

  test('leaves out the passes that are named, and names those there are', async () => {
    here.write('m.bayes', line);
    const phases = async (...names: string[]) => {
      const args = names.flatMap((name) => ['--no-pass', name]);
      const { stdout } = await bayes(['compile', 'm.bayes', ...args], here.folder());
      return stdout.split('\n').filter((text) => text.startsWith('## '));
    };
    expect(await phases()).toContain('## hoist');
    expect(await phases('hoist', 'split-terms')).not.toContain('## hoist');
    const wrong = await bayes(['compile', 'm.bayes', '--no-pass', 'hoists'], here.folder());
    expect(wrong.stderr).toContain('no pass `hoists`; its passes are prune, peel, unroll');
  });
});

describe('grad', () => {
  interface Gradient {
    readonly log_density: number;
    readonly gradient: number[];
    readonly names: string[];
    readonly microseconds?: number;
  }
  const at = async (point: unknown) => {
    here.write('point.json', JSON.stringify(point));
    return bayesJson<Gradient>(['grad', 'm.bayes', '--at', 'point.json'], here.folder());
  };

  test('the gradient is that of the log density, by differences', async () => {
    here.write('m.bayes', line);
    const point = [0.3, 1.7, -0.4];
    const { code, value } = await at(point);
    expect(code).toBe(0);
    expect(value.names).toHaveLength(3);
    for (const [k] of point.entries()) {
      const h = 1e-5;
      const shifted = async (step: number) =>
        (await at(point.map((x, i) => (i === k ? x + step : x)))).value.log_density;
      const difference = ((await shifted(h)) - (await shifted(-h))) / (2 * h);
      expect(value.gradient[k]).toBeCloseTo(difference, 5);
    }
  });

  test('the log density is the model’s, the logarithm’s Jacobian included', async () => {
    here.write('m.bayes', line);
    const [a, b, logSigma] = [0.3, 1.7, -0.4];
    const sigma = Math.exp(logSigma);
    const normal = (x: number, mu: number, sd: number) =>
      -0.5 * ((x - mu) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
    const likelihood = [2.1, 3.9, 6.2, 7.8].reduce((sum, y, i) => sum + normal(y, a + b * (i + 1), sigma), 0);
    const exact = normal(a, 0, 5) + normal(b, 0, 5) + Math.LN2 + normal(sigma, 0, 2) + logSigma + likelihood;
    const shift = async (point: readonly number[]) => (await at(point)).value.log_density;
    // Constants that no unknown touches may be dropped, so a difference of two points is compared.
    const origin = [0, 0, 0];
    const atOrigin =
      2 * normal(0, 0, 5) +
      Math.LN2 +
      normal(1, 0, 2) +
      [2.1, 3.9, 6.2, 7.8].reduce((sum, y) => sum + normal(y, 0, 1), 0);
    expect((await shift([a, b, logSigma])) - (await shift(origin))).toBeCloseTo(exact - atOrigin, 9);
  });

  test('by names it is the same as in order', async () => {
    here.write('m.bayes', line);
    const byOrder = await at([0.3, 1.7, -0.4]);
    const [a, b, s] = byOrder.value.names;
    expect((await at({ [s]: -0.4, [a]: 0.3, [b]: 1.7 })).value).toEqual(byOrder.value);
  });

  test.each([
    [[1, 2], /expected 3 numbers, found 2/],
    [[1, 2, 'x'], /element 3 is not a number/],
    [{ a: 1 }, /no number for `b`/],
    [{ a: 1, zeta: 2 }, /no unconstrained parameter `zeta`/],
    [3, /expected a list/],
  ])('the point %j is refused', async (point, message) => {
    here.write('m.bayes', line);
    here.write('point.json', JSON.stringify(point));
    const { code, stderr } = await bayes(['grad', 'm.bayes', '--at', 'point.json'], here.folder());
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('--time measures for a second', async () => {
    here.write('m.bayes', line);
    const { value } = await bayesJson<Gradient>(['grad', 'm.bayes', '--time'], here.folder());
    expect(value.microseconds).toBeGreaterThan(0);
    expect(value.microseconds).toBeLessThan(Infinity);
  });
});
