/** `formula … from "f.csv"`: what is declared for it, and that the model is the one written out. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { expandFormulas, formulaStatements } from '../../../grammar/formula/expand-formulas.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { printIr } from '../../../sampler/compile/print-ir.ts';
import { withFormulaData } from '../../../sampler/data/formula-data.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compileUserStatistic } from '../../../sampler/predict/user-statistic.ts';
import { options } from './load-files.ts';

const csv = `y,Dose (mg),g,subj,late,when,age,n,k,grade
1.2,5,A,1,TRUE,2020-01-01,3,5,2,1
2.2,4,B,1,FALSE,2020-01-02,4.5,6,3,2
0.2,6,A,2,TRUE,2020-01-03,,7,4,3
3.1,3,C,2,FALSE,2020-01-04,6,8,5,1
1.0,9,B,3,TRUE,2020-01-05,7,9,6,2
2.7,2,C,3,FALSE,2020-01-06,8,9,0,3
`;
const loading = options({ 'f.csv': csv });
const ofFile = (text: string) => withFormulaData(parse(text).program, loading);
const declared = (formula: string) => ofFile(`${formula} from "f.csv"`).statements;
const messages = (formula: string) => ofFile(formula).diagnostics.map(({ message }) => message);

function model(text: string) {
  const { program: written, diagnostics: ofColumns } = ofFile(text);
  const { program, diagnostics } = expandFormulas(written, loadData(written, loading));
  const data = loadData(program, loading);
  const found = [...ofColumns, ...diagnostics, ...data.diagnostics, ...analyze(program, data).diagnostics];
  return { written, program, data, found };
}

function irOf(text: string): string {
  const { program, data, found } = model(text);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  return printIr(lower(program, data).ir);
}

describe('a formula with a file of its own', () => {
  it('declares the columns that it names, by their cells and their use', () => {
    expect(
      declared('formula "y ~ Dose_mg * g + late + when + log(age) + (1 | subj)" family StudentT'),
    ).toEqual([
      'dim row, g_level, late_level, subj_level',
      `data from "f.csv" where known(age) {
  y       : real[row]
  Dose_mg : int[row] = column("Dose (mg)")
  g       : g_level[row]
  late    : late_level[row]
  when    : real[row] = days("when")
  age     : real[row]
  subj    : subj_level[row]
}`,
    ]);
    expect(declared('formula "late ~ y" family Bernoulli')[1]).toContain('late : bool[row]');
    expect(declared('formula "p(k, n) ~ mo(grade)" family Binomial')[1]).toMatch(
      /k +: int\[row\][\s\S]*n +: int\[row\][\s\S]*grade : int\[row\]/,
    );
    expect(declared('formula "n ~ 1" family Gamma')[1]).toContain('n : real[row]');
    expect(declared('formula "g ~ 1" family Categorical')[1]).toContain('g : g_level[row]');
    expect(declared('formula "y ~ C(grade, sum)"')[1]).toContain('grade : grade_level[row]');
    expect(declared('formula "cens(y, late) ~ offset(log(n)) + s(age, k = 3)"')[1]).toMatch(
      /late : bool[\s\S]*n {4}: int[\s\S]*age {2}: real/,
    );
  });

  it('reads the terms of other parameters too, and leaves out rows that lack them', () => {
    const [, block] = ofFile('formula "y ~ 1" from "f.csv"\n  sigma ~ age\n').statements;
    expect(block).toMatch(/where known\(age\) {[\s\S]*age : real/);
  });

  it('takes names that are free', () => {
    const program = 'dim row = 3\nformula "y ~ g" from "f.csv"\nlet g_level = 2';
    expect(ofFile(program).statements[0]).toBe('dim row_2, g_level_2');
  });

  it.each([
    'formula "y ~ Dose_mg * g + late + when + log(age) + (1 + n | subj)" family StudentT',
    'formula "late ~ y + (1 | g/subj)" family Bernoulli(link = probit)',
    'formula "weights(p(k, n), age) ~ mo(grade)" family Binomial',
    'formula "g ~ y" family Categorical',
    'formula "y ~ poly(n, 2) + I(log(when - 18000)) + C(g, sum)" sigma ~ age',
  ])('is the model written out: %s', (formula) => {
    const own = formula.includes(' sigma ~')
      ? formula.replace(' sigma ~', ' from "f.csv" sigma ~')
      : `${formula} from "f.csv"`;
    const { written, data } = model(own);
    const statement = written.statements.find((s) => s.kind === 'formula');
    if (statement?.kind !== 'formula') throw new Error('there is no formula');
    const found = formulaStatements(written, statement, data);
    if (found.kind === 'error') throw new Error(found.diagnostics[0].message);
    const text = [...ofFile(own).statements, ...found.text].join('\n');
    expect(irOf(text)).toBe(irOf(own));
    // The block may be written before the formula as well.
    expect(irOf(`${ofFile(own).statements.join('\n')}\n${formula}`)).toBe(irOf(own));
  });

  it('takes statistics of its outcome', async () => {
    const made = await compileUserStatistic('share = mean(y > 1)', model('formula "y ~ age" from "f.csv"'));
    expect(made.kind).toBe('ok');
  });

  it('tells of the rows that are left out', () => {
    const text = 'formula "y ~ age" from "f.csv"';
    const [hint] = model(text).found;
    expect(hint).toMatchObject({ code: 'data-where', severity: 'hint' });
    expect(hint.message).toContain('1 of 6 rows of `f.csv` is left out');
    expect(text.slice(hint.span.start, hint.span.end)).toBe('"f.csv"');
  });

  it('says which column is missing, and offers the one that is meant', () => {
    const text = 'formula "y ~ dose_mg + agee" from "f.csv"';
    const { diagnostics } = ofFile(text);
    expect(diagnostics.map(({ span }) => text.slice(span.start, span.end))).toEqual(['dose_mg', 'agee']);
    expect(diagnostics[1].message).toMatch(/no column `agee` in `f.csv`; did you mean `age`\?/);
    expect(diagnostics[0].fixes?.[0].edits[0].newText).toBe('Dose_mg');
    // Nothing follows from it.
    expect(model(text).found).toHaveLength(2);
  });

  it('refuses what it cannot tell', () => {
    expect(messages('formula "y ~ x" from "g.csv"')[0]).toContain('did you mean `f.csv`?');
    expect(messages('formula "y ~ subj + (1 | subj)" from "f.csv"')[0]).toContain('declare it twice');
    expect(messages('formula "g ~ y" from "f.csv"')[0]).toBe(
      '`g` holds text, such as "A" in row 1, column g: expected a column of numbers',
    );
    expect(messages('formula "y ~ g" family Multinomial from "f.csv"')[0]).toContain('counts of categories');
    expect(messages(String.raw`formula "y ~ column(\"Dose (mg)\")" from "f.csv"`)[0]).toContain(
      '`Dose_mg` for',
    );
    const twice = options({ 'f.csv': 'y,a b,a-b\n1,2,3\n2,3,4\n' });
    const both = withFormulaData(parse('formula "y ~ a_b" from "f.csv"').program, twice);
    expect(both.diagnostics[0].message).toContain('`a_b` may be each of the columns a b, a-b');
  });
});
