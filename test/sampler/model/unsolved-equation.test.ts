/** An equation that cannot be solved: no density, in the module too, and where the solver stopped in the message. */
import { expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { evaluateTerms } from '../../../sampler/compile/evaluate/terms.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { unsolvedEquation } from '../../../sampler/model/unsolved-equation.ts';
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

const equation = (fun: string, call: string) => `
fun f(x, k) = ${fun}
data { w : real = 1 }
param k ~ Normal(0, 1)
let z = ${call}
observe w ~ Normal(z, 1)`;

const rootsAndIntegrals = [
  [
    'has no root',
    'solve_newton',
    equation('x ^ 2 + k', 'solve_newton(f, 3, k)'),
    /^`solve_newton` finds no root of `f`: its steps end at x = -?[\d.e-]+$/,
    /give a nearer one as `x0`/,
  ],
  [
    'has a singular Jacobian',
    'solve_newton',
    equation('[x[1] + x[2] - k, 2 * x[1] + 2 * x[2] - 1]', 'solve_newton(f, [1, 2], k)[1]'),
    /its Jacobian is singular at x = \[1, 2\]$/,
    /another guess/,
  ],
  [
    'is not finite at the guess',
    'solve_newton',
    equation('sqrt(x - 2 * k)', 'solve_newton(f, 1, k)'),
    /`f`, which is not finite, or its derivative is not, at the guess x = 1$/,
    /finite for all/,
  ],
  [
    'oscillates too much',
    'integrate',
    equation('sin(1 / x) * k', 'integrate(f, 1e-5, 1, k, max_steps = 20)'),
    /^`integrate` takes more than `max_steps` for `f`, most of them near [\d.e-]+$/,
    /`max_steps`/,
  ],
  [
    'is not finite within the range',
    'integrate',
    equation('sqrt(x - k / 2)', 'integrate(f, 0, 1, k)'),
    /^the integrand `f` is not finite at [\d.e-]+$/,
    /finite between the limits/,
  ],
  [
    'has an infinite integral',
    'integrate',
    equation('k / x', 'integrate(f, 1, inf, k)'),
    /^the integral of `f` is infinite at its limit inf,/,
    /narrow the priors/,
  ],
  [
    'is 0 wherever it is looked at',
    'integrate',
    equation('k * exp(-(x - 1e6) ^ 2)', 'integrate(f, -inf, inf, k)'),
    /^the integrand `f` is 0 wherever `integrate` looks at it$/,
    /within some tens of 0/,
  ],
] as const;

it.each([...both, ...rootsAndIntegrals])(
  'one that %s, by %s',
  async (_what, _method, text, words, remedy) => {
    const { program } = parse(text);
    const data = loadData(program, {
      modelPath: 'model.bayes',
      readFile: () => ({ error: 'no files here' }),
    });
    const { ir, diagnostics } = lower(program, data);
    expect(diagnostics).toEqual([]);
    expect(gradientAt(await compiled(ir), [1]).logDensity).toBeNaN();
    const term = evaluateTerms(ir, Float64Array.of(1)).find(({ value }) => !Number.isFinite(value));
    expect(term?.origin.label).toBe('observe w');
    const unsolved = unsolvedEquation(ir, term?.causes.at(-1) ?? term?.firstBad);
    expect(unsolved?.words).toMatch(words);
    expect(unsolved?.remedy).toMatch(remedy);
  },
);
