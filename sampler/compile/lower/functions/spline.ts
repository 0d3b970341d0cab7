/** `bspline(x, knots, degree)`: the basis of B-splines at data, computed at compile time. */
import { argumentExprs, type Builtin } from '../call-arguments.ts';
import { knownElements, requireNumber } from '../constant-evaluation.ts';
import { arrayOf } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';

const DEFAULT_DEGREE = 3;

const bspline: Builtin = (call) => {
  const { ctx, scope, expr } = call;
  const [at, knotsAt, degreeAt] = argumentExprs(call, ['x', 'knots', 'degree'], 2);
  const x = evaluateArray(ctx, scope, at ?? expr);
  const knots = evaluateArray(ctx, scope, knotsAt ?? expr);
  const degree =
    degreeAt === undefined
      ? DEFAULT_DEGREE
      : requireNumber(ctx, evaluateArray(ctx, scope, degreeAt), 'a degree', degreeAt.span);
  const values = knownElements(ctx, x);
  const t = knownElements(ctx, knots);
  if (values === null || t === null)
    return ctx.fail('needs-data', 'bspline takes data: this depends on an unknown', expr.span);
  const count = t.length - degree - 1;
  const failed = (message: string): never => ctx.fail('needs-data', `bspline: ${message}`, expr.span);
  if (!Number.isInteger(degree) || degree < 0) failed(`expected a degree of 0 or more, found ${degree}`);
  if (count <= degree)
    failed(
      `expected at least ${2 * degree + 2} knots for degree ${degree} (both ends repeated ${degree} times), found ${t.length}`,
    );
  const falls = t.findIndex((knot, i) => i > 0 && knot < t[i - 1]);
  if (falls > 0) failed(`knots must not fall: knot ${falls + 1} is ${t[falls]}, after ${t[falls - 1]}`);
  const [low, high] = [t[degree], t[count]];
  if (!(low < high)) failed(`the knots leave no room: all between the repeated ends are ${low}`);
  const outside = values.findIndex((v) => !(v >= low && v <= high));
  if (outside >= 0)
    failed(
      `value ${outside + 1} of x is ${values[outside]}, outside the knots, which cover ${low} to ${high}`,
    );
  const basis = new Float64Array(values.length * count);
  values.forEach((v, row) => {
    const last = intervalOf(v, t, degree, count);
    basis.set(basisAt(v, t, degree, last), row * count + last - degree);
  });
  const array = ctx.declareConstant('bspline', [...x.dims.map(({ size }) => size), count], basis);
  return arrayOf(ctx, array, [...x.dims, { name: null, size: count }], { element: 'real' });
};

/** The last position with `t[i] <= v` that is not past the end; the right end belongs to the last interval. */
function intervalOf(v: number, t: Float64Array, degree: number, count: number): number {
  let i = degree;
  while (i < count - 1 && v >= t[i + 1]) i++;
  while (t[i] === t[i + 1]) i--;
  return i;
}

/** The functions that are not 0 in this interval (de Boor; Piegl and Tiller 1997, algorithm A2.2). */
function basisAt(v: number, t: Float64Array, degree: number, interval: number): Float64Array {
  const values = new Float64Array(degree + 1);
  values[0] = 1;
  for (let d = 1; d <= degree; d++) {
    let saved = 0;
    for (let r = 0; r < d; r++) {
      const [right, left] = [t[interval + r + 1] - v, v - t[interval + 1 - d + r]];
      const share = values[r] / (right + left);
      values[r] = saved + right * share;
      saved = left * share;
    }
    values[d] = saved;
  }
  return values;
}

export const splineBuiltins: ReadonlyMap<string, Builtin> = new Map([['bspline', bspline]]);
