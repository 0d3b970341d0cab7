/** What the editor knows of a `distribution` of the program. */
import { describe, expect, it } from 'vitest';
import { completions } from '../../../server/features/completion.ts';
import { foldingRanges } from '../../../server/features/folding.ts';
import { hover } from '../../../server/features/hover.ts';
import { outline } from '../../../server/features/outline.ts';
import { rename } from '../../../server/features/rename.ts';
import { semanticTokens, semanticTokensLegend } from '../../../server/features/semantic-tokens.ts';
import { signatureHelp } from '../../../server/features/signature-help.ts';
import { edited, session, snippet, uri } from '../model.ts';

const ramp = `distribution Ramp(top) in 0..top {
  logpdf(x) = log(2 * x) - 2 * log(top)
  draw = top * sqrt(uniform())
}
`;
const labels = (text: string): string[] => {
  const s = snippet(text, {});
  return completions(s.document, s.position, session({})).map(({ label }) => label);
};
const renamed = (text: string, name: string): string => {
  const s = snippet(text, {});
  const result = rename(s.document, s.position, name);
  return result.kind === 'edit' ? edited(s, result.edit.changes?.[uri] ?? []) : result.message;
};
const hoverAt = (text: string): string => {
  const s = snippet(text, {});
  return JSON.stringify(hover(s.document, s.position, session({}))?.contents ?? null);
};

describe('completion', () => {
  it('offers its name where a distribution stands, behind its declaration', () => {
    expect(labels(`${ramp}param a ~ ‸`)).toContain('Ramp');
    expect(labels(`param a ~ ‸\n${ramp}`)).not.toContain('Ramp');
    expect(labels(`${ramp}let a = logpdf(‸`)).toContain('Ramp');
    expect(labels('dist‸')).toContain('distribution');
  });

  it('offers its lines, its arguments, and random numbers in draws alone', () => {
    const open = 'distribution Ramp(top) in 0..top {\n';
    expect(labels(`${open}  ‸`)).toEqual(['logpdf', 'draw']);
    expect(labels(`${open}  logpdf(x) = x\n  ‸`)).toEqual(['logpdf', 'draw']);
    const density = labels(`${open}  logpdf(x) = log(‸) }`);
    expect(density).toEqual(expect.arrayContaining(['top', 'exp']));
    expect(density).not.toContain('uniform');
    const draw = labels(`${open}  logpdf(x) = x\n  draw = top * ‸ }`);
    expect(draw).toEqual(expect.arrayContaining(['top', 'uniform', 'normal', 'sqrt']));
    expect(labels('distribution Ramp(top) ‸')).toEqual(['in']);
    expect(labels('distribution Ramp(top) in 0..top ‸')).toEqual(['discrete']);
    expect(labels(`${ramp}‸`)).toContain('param');
  });
});

it('renames a distribution, and an argument also where it is given by name', () => {
  const use = 'param a ~ Ramp(top = 3)\n';
  expect(renamed(`${ramp}param a ~ Ra‸mp(top = 3)\n`, 'Rise')).toBe(
    `${ramp}${use}`.replaceAll('Ramp', 'Rise'),
  );
  expect(renamed(`${ramp.replace('Ramp(top)', 'Ramp(t‸op)')}${use}`, 'end')).toBe(
    `${ramp}${use}`.replaceAll('top', 'end'),
  );
  expect(renamed(`${ramp.replace('logpdf(x)', 'logpdf(‸x)')}${use}`, 'v')).toBe(
    `${ramp.replace('logpdf(x) = log(2 * x)', 'logpdf(v) = log(2 * v)')}${use}`,
  );
  expect(renamed(`${ramp}param a ~ Ra‸mp(3)\n`, 'Gamma')).toContain('built in');
});

it('shows its text, and what its random numbers are', () => {
  expect(hoverAt(`${ramp}param a ~ Ra‸mp(3)`)).toContain('draw = top * sqrt(uniform())');
  expect(hoverAt(ramp.replace('uniform', 'uni‸form'))).toContain('a number between 0 and 1');
  expect(hoverAt(`dis‸tribution R(a) { logpdf(x) = x }`)).toContain('A distribution of your own');
});

it('is folded, outlined and coloured, and its call has help', () => {
  const s = snippet(`${ramp}param a ~ Ramp(‸3)`, {});
  expect(foldingRanges(s.document)).toEqual([{ startLine: 0, endLine: 2 }]);
  expect(outline(s.document).map(({ name }) => name)).toEqual(['Ramp', 'a']);
  expect(signatureHelp(s.document, s.position)?.signatures[0].label).toContain('Ramp(top)');
  const { data } = semanticTokens(s.document);
  const types = new Set(
    Array.from({ length: data.length / 5 }, (_, i) => semanticTokensLegend.tokenTypes[data[5 * i + 3]]),
  );
  expect([...types].sort()).toEqual(['class', 'function', 'parameter', 'variable']);
});
