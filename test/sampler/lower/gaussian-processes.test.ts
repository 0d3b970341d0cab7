/** Kernels, conditionals, splines, graphs and matrices against values of scikit-learn, SciPy and NumPy. */
import { describe, expect, it } from 'vitest';
import golden from '../../golden/gaussian-processes.json' with { type: 'json' };
import { dataOf, irOf, lowerText, quantitiesAt } from './model.ts';

const { points, conditional, car, algebra } = golden;
const data = dataOf(
  { old: 4, new: 2, input: 2, area: 5, edge: 6, three: 3, two: 2 },
  {
    x: { values: points.x, dims: ['old'], element: 'real' },
    xn: { values: points.xn, dims: ['new'], element: 'real' },
    X: { values: points.X, dims: ['old', 'input'], element: 'real' },
    Xn: { values: points.Xn, dims: ['new', 'input'], element: 'real' },
    ard: { values: points.ard, dims: ['input'], element: 'real' },
    edges: { values: car.edges.flat(), dims: ['edge', 2] },
    A: { values: algebra.A, dims: ['three', 'three'], element: 'real' },
    b: { values: algebra.b, dims: ['three'], element: 'real' },
    B: { values: algebra.B, dims: ['two', 'two'], element: 'real' },
  },
);
const declarations = `dim old, new, input, area, edge, three, two
data {
  x : real[old]  xn : real[new]  X : real[old, input]  Xn : real[new, input]  ard : real[input]
  edges : int[edge, 2]  A : real[three, three]  b : real[three]  B : real[two, two]
}
param a ~ Normal(0, 1)
`;

/** The expression times exp(a) at a = 0, so that nothing is known before the density is evaluated. */
function evaluated(expr: string): number[] {
  const ir = irOf(`${declarations}deterministic q = exp(a) * (${expr})`, data);
  return quantitiesAt(ir, [0]).q;
}

function expectEqual(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((v, i) => {
    const tolerance = 1e-12 * Math.max(1, Math.abs(wanted[i]));
    expect(Math.abs(v - wanted[i]), `element ${i}: ${v} for ${wanted[i]}`).toBeLessThanOrEqual(tolerance);
  });
}

const list = (values: readonly number[]): string => `[${values.join(', ')}]`;

describe('kernels', () => {
  it.each(golden.kernels)('$call', ({ call, values }) => {
    expectEqual(evaluated(call), values);
  });
});

describe('splines', () => {
  it.each(golden.splines)('degree $degree, knots $knots', ({ degree, knots, x, values }) => {
    expectEqual(evaluated(`bspline(${list(x)}, ${list(knots)}, ${degree})`), values);
  });

  const refused = (x: string, knots: string, degree = ''): string => {
    const text = `${declarations}deterministic q = a * sum(bspline(${x}, ${knots}${degree}))`;
    return lowerText(text, data)
      .diagnostics.map(({ message }) => message)
      .join('; ');
  };
  it.each([
    ['[0, 4.5]', '[0, 0, 1, 1]', ', 1', 'value 2 of x is 4.5, outside the knots, which cover 0 to 1'],
    [
      '[0.5]',
      '[0, 0, 1, 1]',
      '',
      'expected at least 8 knots for degree 3 (both ends repeated 3 times), found 4',
    ],
    ['[0.5]', '[0, 0, 2, 1, 3, 3]', ', 1', 'knots must not fall: knot 4 is 1, after 2'],
    ['[1]', '[1, 1, 1, 1]', ', 1', 'the knots leave no room: all between the repeated ends are 1'],
    ['[0.5]', '[0, 0, 1, 1]', ', 1.5', 'expected a degree of 0 or more, found 1.5'],
  ])('bspline(%s, %s%s) is refused', (x, knots, degree, message) => {
    expect(refused(x, knots, degree)).toContain(message);
  });
});

describe('distributions', () => {
  it.each(car.cases)('CAR with alpha $alpha, tau $tau', ({ alpha, tau, logDensity }) => {
    expectEqual(evaluated(`logpdf(CAR(edges, ${alpha}, ${tau}), ${list(car.phi)})`), [logDensity]);
  });
  it.each([1.01, -1.7])(
    'CAR has no mass at alpha %d, where its precision is not positive definite',
    (alpha) => {
      expect(evaluated(`logpdf(CAR(edges, ${alpha}, 1), ${list(car.phi)})`)).toEqual([
        Number.NEGATIVE_INFINITY,
      ]);
    },
  );
  it('GaussianConditional', () => {
    const call =
      'GaussianConditional(exp_quad(xn, 1, 1.1), exp_quad(xn, x, 1, 1.1), exp_quad(x, 1, 1.1) + 0.04 * identity(old), [0.3, 1.2, -0.5, 0.1])';
    expectEqual(evaluated(`logpdf(${call}, ${list(conditional.point)})`), [conditional.logDensity]);
  });
});

describe('matrices', () => {
  it.each([
    ['solve(A, b)', algebra.solve],
    ['solve(A, A @ transpose(A))', algebra.solveMatrix],
    ['kron(A, B)', algebra.kron],
  ])('%s', (call, values) => {
    expectEqual(evaluated(call), values);
  });
});
