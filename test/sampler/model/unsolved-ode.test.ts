/** A differential equation that cannot be solved: no density, in the module too, and the time in the message. */
import { expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { evaluateTerms } from '../../../sampler/compile/evaluate/terms.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { unsolvedOde } from '../../../sampler/model/unsolved-ode.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';

const model = (slope: string, more = '', mean = 'z') => `
fun slope(t, y, k) = ${slope}
data { times : real[2] = [0.5, 2]  w : real[2] = [1, 2] }
param k ~ Normal(0, 1)
let z = ode(slope, 1, 0, times, k${more})
observe w ~ Normal(${mean}, 1)`;

/** At k = 1. */
const cases: readonly (readonly [string, string, RegExp, RegExp])[] = [
  [
    'grows without bound',
    model('k * y ^ 2'),
    /^the differential equation cannot be solved beyond time (1|0\.99\d*|1\.00\d*), where/,
    /^its solution grows/,
  ],
  [
    'takes too many steps',
    model('sin(40 * t) * k', ', max_steps = 6'),
    /takes more than `max_steps` after time [01]\.\d+$/,
    /`max_steps`/,
  ],
  [
    'has a slope that is not finite',
    model('sqrt(y - 2 * k) * y'),
    /slope of the differential equation is not finite at time 0$/,
    /finite for all/,
  ],
  [
    'is below 0 by its tolerance',
    model('-200 * k * (y + 1e-9)', '', 'log(z)'),
    /^a solution that ought to be positive is -\d[\d.]*e-\d+, which its tolerance `atol = 1e-8` allows$/,
    /`atol = 1e-12`/,
  ],
];

const both = cases.flatMap(([what, text, words, remedy]) =>
  ['ode', 'ode_stiff'].map(
    (method) => [what, method, text.replace(' ode(', ` ${method}(`), words, remedy] as const,
  ),
);

it.each(both)('one that %s, by %s', async (_what, _method, text, words, remedy) => {
  const { program } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics } = lower(program, data);
  expect(diagnostics).toEqual([]);
  expect(gradientAt(await compiled(ir), [1]).logDensity).toBeNaN();
  const term = evaluateTerms(ir, Float64Array.of(1)).find(({ value }) => !Number.isFinite(value));
  expect(term?.origin.label).toBe('observe w');
  const unsolved = unsolvedOde(ir, term?.causes.at(-1) ?? term?.firstBad);
  expect(unsolved?.words).toMatch(words);
  expect(unsolved?.remedy).toMatch(remedy);
});
