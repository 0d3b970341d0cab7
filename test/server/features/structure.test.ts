/** Outline, folding, selections, colours, hints, lenses, symbols. */
import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../../server/features/code-lenses.ts';
import { foldingRanges } from '../../../server/features/folding.ts';
import { inlayHints } from '../../../server/features/inlay-hints.ts';
import { outline } from '../../../server/features/outline.ts';
import { selectionRanges } from '../../../server/features/selection-ranges.ts';
import { semanticTokens, semanticTokensLegend } from '../../../server/features/semantic-tokens.ts';
import { workspaceSymbols } from '../../../server/features/workspace-symbols.ts';
import type { RunRow, RunSummary } from '../../../server/protocol.ts';
import { mergeSettings } from '../../../server/session.ts';
import { radon, radonCsv, type Snippet, session, snippet, textOf, uri } from '../model.ts';

const files = { 'radon.csv': radonCsv };
const wholeFile = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

describe('outline', () => {
  it('lists declarations with their shapes, data under their block', () => {
    const symbols = outline(snippet(radon, files).document);
    expect(symbols.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
      'radon model',
      'home dimension of 8',
      'county dimension of 4',
      'data radon.csv',
      'mu_a real',
      'sigma_a real',
      'a real[county]',
      'b real',
      'sigma real',
      'mu real[home]',
      'log_radon ~ Normal',
      'sample settings',
    ]);
    expect(symbols[3].children?.map(({ name, detail }) => `${name} ${detail}`)).toEqual([
      'log_radon real[home]',
      'basement int[home]',
      'county_of county[home]',
    ]);
  });

  it('keeps every selection inside its range and every name filled while typing', () => {
    for (const text of ['param', 'data {', 'observe', 'let x[', 'fun (', 'dim ,', 'sample', 'formula']) {
      for (const symbol of outline(snippet(text).document)) {
        expect(symbol.name).not.toBe('');
        expect(symbol.selectionRange.start.character).toBeGreaterThanOrEqual(symbol.range.start.character);
        expect(symbol.selectionRange.end.character).toBeLessThanOrEqual(symbol.range.end.character);
      }
    }
  });
});

describe('folding', () => {
  it('folds blocks up to their closing brace, and runs of comments', () => {
    const text = '# one\n# two\n# three\ndata {\n  x : real = 1\n  y : real = 2\n}\nlet z = x # not alone\n';
    expect(foldingRanges(snippet(text).document)).toEqual([
      { startLine: 3, endLine: 5 },
      { startLine: 0, endLine: 2, kind: 'comment' },
    ]);
  });
});

describe('folding of quantities defined together', () => {
  it('is of the block, and of each definition of several lines', () => {
    const text =
      'dim d = 3\nlet {\n  x[i in d] =\n    if i == 1 then 0\n    else y[i - 1] + 2\n  y[i in d] = x[i] + 1\n}\n';
    expect(foldingRanges(snippet(text).document)).toEqual([
      { startLine: 1, endLine: 5 },
      { startLine: 2, endLine: 4 },
      { startLine: 3, endLine: 4 },
    ]);
    const drawn = 'dim d = 3\ndraw {\n  x[i in d] ~ Normal(y[i], 1)\n  y[i in d] ~ Normal(0, 1)\n}\n';
    expect(foldingRanges(snippet(drawn).document)).toEqual([{ startLine: 1, endLine: 3 }]);
    const unknown = drawn.replace('draw', 'param');
    expect(foldingRanges(snippet(unknown).document)).toEqual([{ startLine: 1, endLine: 3 }]);
  });
});

describe('selections', () => {
  it('grow from the word to its expression, its statement, the file', () => {
    const s = snippet('param a ~ Normal(0, 1)\nlet x = 2 * exp(a‸ + 1)\n');
    const [first] = selectionRanges(s.document, [s.position]);
    const texts: string[] = [];
    for (let at: typeof first | undefined = first; at !== undefined; at = at.parent)
      texts.push(textOf(s, at.range));
    expect(texts).toEqual([
      'a',
      'a + 1',
      'exp(a + 1)',
      '2 * exp(a + 1)',
      'let x = 2 * exp(a + 1)',
      s.document.text.getText(),
    ]);
  });
});

describe('semantic tokens', () => {
  function tokens(s: Snippet): string[] {
    const { data } = semanticTokens(s.document);
    const found: string[] = [];
    let line = 0;
    let character = 0;
    for (let i = 0; i < data.length; i += 5) {
      character = data[i] === 0 ? character + data[i + 1] : data[i + 1];
      line += data[i];
      const range = { start: { line, character }, end: { line, character: character + data[i + 2] } };
      found.push(`${textOf(s, range)} ${semanticTokensLegend.tokenTypes[data[i + 3]]}`);
    }
    return found;
  }

  it('show what each name refers to', () => {
    const s = snippet('dim c = ["u", "v"]\nparam b[c] ~ Normal(0, 1)\nlet e = exp(b["u"])\n');
    expect(tokens(s)).toEqual([
      'c type',
      '"u" enumMember',
      '"v" enumMember',
      'b parameter',
      'c type',
      'Normal class',
      'e variable',
      'exp function',
      'b parameter',
      '"u" enumMember',
    ]);
  });
});

describe('inlay hints', () => {
  const row: RunRow = {
    name: 'b',
    mean: 0.8312,
    sd: 0.1234,
    hdi_3: 0.6,
    hdi_97: 1.1,
    mcse_mean: 0.005,
    mcse_sd: 0.004,
    ess_bulk: 900,
    ess_tail: 800,
    r_hat: 1,
  };
  const run: RunSummary = {
    pass: true,
    reasons: [],
    modelText: radon,
    rows: [row, { ...row, name: 'a[Anoka]', mean: 1 }, { ...row, name: 'a[Cass]', mean: 1.5 }],
  };
  const runs = new Map([[uri, run]]);
  const labels = (text: string, settings: object = {}) =>
    inlayHints(
      snippet(text, files).document,
      wholeFile,
      session({ runs, settings: mergeSettings(settings) }),
    ).map(({ label }) => label);

  it('show inferred shapes and posterior means', () => {
    expect(labels(radon)).toEqual([': real[home]', '≈ 1.00 to 1.50', '≈ 0.83 ± 0.123']);
  });

  const ofRun = (text: string, change: Partial<RunSummary>) =>
    inlayHints(
      snippet(text, files).document,
      wholeFile,
      session({ runs: new Map([[uri, { ...run, ...change }]]) }),
    ).map(({ label }) => label);

  it('say that they are of an earlier text, also where another statement was edited', () => {
    const edited = radon.replace('param b       ~ Normal(0, 10)', 'param b ~ Normal(0, 5)');
    expect(labels(edited)).toEqual([
      ': real[home]',
      '≈ 1.00 to 1.50 (of an earlier text)',
      '≈ 0.83 ± 0.123 (of an earlier text)',
    ]);
    expect(ofRun(edited, { pass: false })).toContain('≈ 0.83 ± 0.123 (provisional, of an earlier text)');
    expect(labels(radon)).toContain('≈ 0.83 ± 0.123');
  });

  it('show the most probable labels of a quantity that is labels', () => {
    const none = Number.NaN;
    const of = (element: string, label: string, position: number, mean: number): RunRow => ({
      ...row,
      ...{ name: `P(${element} = ${label})`, element, label, position, mean },
      ...{ sd: none, hdi_3: none, hdi_97: none, mcse_sd: none },
    });
    const one = [of('b', 'bear', 1, 0.12), of('b', 'deer', 2, 0.05), of('b', 'wolf', 3, 0.83)];
    expect(ofRun(radon, { rows: one })).toContain('≈ wolf 0.83, bear 0.12');
    const many = [of('a[Cass]', 'bear', 1, 0.12), of('a[Anoka]', 'bear', 1, 0.5)];
    expect(ofRun(radon, { rows: many, pass: false })).toContain('≈ P 0.12 to 0.50 (provisional)');
  });

  it('say that they are of earlier data', () => {
    expect(ofRun(radon, { changedData: ['radon.csv'] })).toContain('≈ 0.83 ± 0.123 (of earlier data)');
    expect(ofRun(radon, { changedData: [] })).toContain('≈ 0.83 ± 0.123');
  });

  it('name the unknowns of a formula, and show no shapes of what it stands for', () => {
    const text =
      'dim home\ndata from "radon.csv" { log_radon : real[home]  basement : int[home] }\nformula "log_radon ~ basement"\n';
    const rows = [
      { ...row, name: 'sigma' },
      { ...row, name: 'b[basement]', mean: 2 },
    ];
    expect(ofRun(text, { modelText: text, rows: [] })).toEqual([]);
    expect(ofRun(text, { modelText: text, rows })).toEqual(['b ≈ 2.00 ± 0.123', 'sigma ≈ 0.83 ± 0.123']);
  });

  it('each kind has its switch', () => {
    expect(labels(radon, { inlayHints: { shapes: false } })).toEqual(['≈ 1.00 to 1.50', '≈ 0.83 ± 0.123']);
    expect(labels(radon, { inlayHints: { posterior: false } })).toEqual([': real[home]']);
    expect(
      labels('param b ~ Normal(0, 1)\n', { inlayHints: { argumentNames: true, posterior: false } }),
    ).toEqual(['mu:', 'sigma:']);
  });
});

describe('code lenses', () => {
  it('stand above the model and a far sample block, and only where something can be sampled', () => {
    const lines = (text: string) =>
      codeLenses(snippet(text, files).document, session()).map(({ range, command }) => [
        range.start.line,
        command?.command,
      ]);
    const above = [
      [1, 'bayes.sample'],
      [1, 'bayes.priorPredictive'],
      [1, 'bayes.advi'],
      [1, 'bayes.compareWidths'],
      [1, 'bayes.fitBy'],
    ];
    expect(lines(radon)).toEqual(above);
    expect(lines(radon.replace('sample {', `${'\n'.repeat(20)}sample {`))).toEqual([
      ...above,
      [40, 'bayes.sample'],
    ]);
    expect(lines(`${radon}${'\n'.repeat(40)}advi { method = fullrank }\n`).slice(above.length)).toEqual([
      [expect.any(Number), 'bayes.advi'],
      [expect.any(Number), 'bayes.compareWidths'],
    ]);
    expect(codeLenses(snippet('dim a = 3\n').document, session())).toEqual([]);
    expect(codeLenses(snippet(radon, files).document, session({ editorCommands: false }))).toEqual([]);
  });
});

describe('workspace symbols', () => {
  it('match the letters of the query in order, in all models', () => {
    const documents = [snippet(radon, files).document, snippet('param tau ~ Normal(0, 1)\n').document];
    expect(workspaceSymbols(documents, 'ta').map(({ name }) => name)).toEqual(['tau']);
    expect(workspaceSymbols(documents, '').length).toBeGreaterThan(8);
  });
});
