import { describe, expect, it } from 'vitest';
import type { Console } from '../../../sampler/cli/console.ts';
import type { Source } from '../../../sampler/cli/diagnostics-text.ts';
import { exitCodes } from '../../../sampler/cli/exit-codes.ts';
import { showResult } from '../../../sampler/cli/show-result.ts';

const text = 'param mu ~ Normal(0, 1)\n';
const source: Source = { name: 'm.bayes', path: '/m.bayes', text, cwd: '/' };
const warning = {
  code: 'unused-param',
  severity: 'warning',
  message: 'nothing uses `mu`',
  span: { start: 6, end: 8 },
} as const;

function shown(): { readonly console: Console; readonly out: string[]; readonly err: string[] } {
  const [out, err]: string[][] = [[], []];
  const console = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    isTerminal: false,
    cwd: '/',
  };
  return { console, out, err };
}

describe('the end of a command that fits a model', () => {
  it.each([
    ['done', true, exitCodes.done],
    ['done', false, exitCodes.provisional],
    ['interrupted', true, exitCodes.interrupted],
  ] as const)('%s, diagnostics that pass %s: %i', async (kind, passes, code) => {
    const { console, err } = shown();
    expect(await showResult({ kind }, source, false, console, () => passes)).toBe(code);
    expect(err).toEqual([]);
  });

  it('warnings come first, with their place', async () => {
    const { console, err } = shown();
    const result = { kind: 'done', warnings: [warning] } as const;
    await showResult(result, source, false, console, () => err.push('printed') > 0);
    expect(err[0]).toContain('m.bayes:1:7');
    expect(err[0]).toContain(warning.message);
    expect(err[1]).toBe('printed');
  });

  it('a result that could not be kept is shown and fails', async () => {
    const { console, out, err } = shown();
    const result = { kind: 'done', notKept: 'the disk is full' } as const;
    const code = await showResult(result, source, true, console, (_, beside) => {
      console.out(JSON.stringify(beside));
      return true;
    });
    expect(code).toBe(exitCodes.failed);
    expect(out).toEqual(['{"failure":{"kind":"not-kept","message":"the disk is full"}}']);
    expect(err).toEqual(['bayes: the disk is full\n']);
  });

  it('a model that is wrong and a sampler that failed print no result', async () => {
    const { console, out } = shown();
    const print = () => {
      throw new Error('printed');
    };
    const invalid = { kind: 'invalid', diagnostics: [{ ...warning, severity: 'error' }] } as const;
    expect(await showResult(invalid, source, true, console, print)).toBe(exitCodes.invalid);
    const failed = {
      kind: 'failed',
      failure: { kind: 'crash', message: 'it ended', stderrTail: '' },
    } as const;
    expect(await showResult(failed, source, true, console, print)).toBe(exitCodes.failed);
    expect(out.map((line) => Object.keys(JSON.parse(line)))).toEqual([['diagnostics'], ['failure']]);
  });
});
