/** Covariance functions of Gaussian processes: over the points of one set, or between two sets. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { shapeText } from '../axes.ts';
import { argumentExprs, type Builtin, type Call } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { settle } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import type { ExprPool } from '../expression-pool.ts';
import { type ArrayValue, arrayValue } from '../value.ts';
import { overAxes, plainReduction } from './reduction.ts';

/** Two points: sums over their inputs, and distances. */
interface Pair {
  readonly pool: ExprPool;
  /** Squared distance in length scales. */
  readonly scaledSquare: () => ScalarExpr;
  /** Distance in length scales; without a derivative where the points are the same. */
  readonly scaledDistance: () => ScalarExpr;
  /** The sum over inputs of `term(difference)` divided by the squared length scale. */
  readonly scaledSum: (term: (gap: ScalarExpr) => ScalarExpr) => ScalarExpr;
  readonly distance: () => ScalarExpr;
  /** The sum over inputs of the product of both points. */
  readonly product: () => ScalarExpr;
  /** One length scale for all inputs; null where each has its own. */
  readonly ell: ScalarExpr | null;
}

/** The covariance at `eta = 1`, from two points and the scales after `ell`. */
type Correlation = (pair: Pair, more: readonly ScalarExpr[]) => ScalarExpr;

interface Kernel {
  readonly correlation: Correlation;
  readonly hasEll: boolean;
  /** Names of the scales after `eta` and `ell`. */
  readonly more: readonly string[];
}

function covariance({ correlation, hasEll, more }: Kernel): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const { pool } = ctx;
    const { sets, scales } = argumentsOf(call, ['eta', ...(hasEll ? ['ell'] : []), ...more]);
    const [x, x2] = sets.map((set) => settle(ctx, 'inputs', set));
    for (const set of sets) {
      if (set.dims.length === 0)
        ctx.fail('shape-mismatch', `${expr.callee.name} takes a vector of inputs`, expr.span);
      if (set.dims.length !== x.dims.length || (x.dims.length > 1 && set.dims[1].size !== x.dims[1].size)) {
        const message = `${expr.callee.name} takes two sets of points with the same inputs, found shapes ${shapeText(x.dims)} and ${shapeText(set.dims)}`;
        ctx.fail('shape-mismatch', message, expr.span);
      }
    }
    const [eta, ell] = scales;
    const byInput = hasEll && x.dims.length === 2 && ell.dims.length === 1;
    for (const scale of scales) {
      const fits = scale.dims.length === 0 || (scale === ell && byInput);
      if (!fits || (byInput && ell.dims[0].size !== x.dims[1].size)) {
        const message = `${expr.callee.name}: expected numbers for its scales (or one length scale per input), found shape ${shapeText(scale.dims)} for inputs of shape ${shapeText(x.dims)}`;
        ctx.fail('shape-mismatch', message, expr.span);
      }
    }
    const others = scales.slice(hasEll ? 2 : 1).map((scale) => scale.at([]));
    const second = x2 ?? x;
    return arrayValue(pool, [x.dims[0], second.dims[0]], ([i, j]) => {
      const pair = pairOf(ctx, [x, i], [second, j], hasEll ? ell : null);
      return pool.binary('mul', pool.unary('square', eta.at([])), correlation(pair, others));
    });
  };
}

/** One more argument than a single set of points and the scales needs is a second set. */
function argumentsOf(
  call: Call,
  scaleNames: readonly string[],
): { sets: ArrayValue[]; scales: ArrayValue[] } {
  const hasTwoSets = call.expr.args.length > 1 + scaleNames.length;
  const setNames = hasTwoSets ? ['x', 'x2'] : ['x'];
  const formerNames: Readonly<Record<string, string>> = scaleNames.includes('alpha')
    ? {}
    : { alpha: 'eta', rho: 'ell' };
  const names = [...setNames, ...scaleNames];
  const values = argumentExprs(call, names, names.length, formerNames).flatMap((arg) =>
    arg === undefined ? [] : [evaluateArray(call.ctx, call.scope, arg)],
  );
  return { sets: values.slice(0, setNames.length), scales: values.slice(setNames.length) };
}

type Point = readonly [points: ArrayValue, position: ScalarExpr];

function pairOf(ctx: Context, [x, i]: Point, [y, j]: Point, ell: ArrayValue | null): Pair {
  const { pool } = ctx;
  const inputs = x.dims.slice(1);
  const gap = (at: readonly ScalarExpr[]) => pool.binary('sub', x.at([i, ...at]), y.at([j, ...at]));
  const sum = (term: (at: readonly ScalarExpr[]) => ScalarExpr): ScalarExpr =>
    inputs.length === 0
      ? term([])
      : plainReduction(ctx, 'sum', overAxes(arrayValue(pool, inputs, term), [0])).at([]);
  const root = (square: ScalarExpr) => {
    const zero = pool.constant(0);
    return pool.select(pool.binary('eq', square, zero), zero, pool.unary('sqrt', square));
  };
  const byInput = ell !== null && ell.dims.length === 1;
  const common = ell === null || byInput ? null : ell.at([]);
  const scaledSum = (term: (difference: ScalarExpr) => ScalarExpr): ScalarExpr => {
    if (ell === null) return sum((at) => term(gap(at)));
    if (common !== null)
      return pool.binary(
        'div',
        sum((at) => term(gap(at))),
        pool.unary('square', common),
      );
    return sum((at) => pool.binary('div', term(gap(at)), pool.unary('square', ell.at(at))));
  };
  const distance = () =>
    inputs.length === 0 ? pool.unary('abs', gap([])) : root(sum((at) => pool.unary('square', gap(at))));
  const scaledSquare = () => scaledSum((difference) => pool.unary('square', difference));
  return {
    pool,
    ell: common,
    scaledSum,
    scaledSquare,
    distance,
    scaledDistance: () => (common === null ? root(scaledSquare()) : pool.binary('div', distance(), common)),
    product: () => sum((at) => pool.binary('mul', x.at([i, ...at]), y.at([j, ...at]))),
  };
}

const expQuad: Correlation = ({ pool, scaledSquare }) =>
  pool.unary('exp', pool.binary('mul', pool.constant(-0.5), scaledSquare()));

const matern12: Correlation = ({ pool, scaledDistance }) =>
  pool.unary('exp', pool.unary('neg', scaledDistance()));

/** `sqrt(factor)` times the distance in length scales. */
function distanceTimes({ pool, ell, distance, scaledDistance }: Pair, factor: number): ScalarExpr {
  const root = pool.constant(Math.sqrt(factor));
  return ell === null
    ? pool.binary('mul', root, scaledDistance())
    : pool.binary('div', pool.binary('mul', root, distance()), ell);
}

const matern32: Correlation = (pair) => {
  const { pool } = pair;
  const r = distanceTimes(pair, 3);
  return pool.binary('mul', pool.binary('add', pool.constant(1), r), pool.unary('exp', pool.unary('neg', r)));
};

const matern52: Correlation = (pair) => {
  const { pool } = pair;
  const r = distanceTimes(pair, 5);
  const third = pool.binary('div', pool.unary('square', r), pool.constant(3));
  const polynomial = pool.binary('add', pool.binary('add', pool.constant(1), r), third);
  return pool.binary('mul', polynomial, pool.unary('exp', pool.unary('neg', r)));
};

const rationalQuadratic: Correlation = ({ pool, scaledSquare }, [alpha]) => {
  const ratio = pool.binary('div', scaledSquare(), pool.binary('mul', pool.constant(2), alpha));
  return pool.unary('exp', pool.unary('neg', pool.binary('mul', alpha, pool.unary('log1p', ratio))));
};

const periodic: Correlation = ({ pool, ell, distance, scaledSum }, [period]) => {
  const turn = (gap: ScalarExpr) =>
    pool.unary('sin', pool.binary('div', pool.binary('mul', pool.constant(Math.PI), gap), period));
  const ratio =
    ell === null
      ? scaledSum((gap) => pool.unary('square', turn(gap)))
      : pool.unary('square', pool.binary('div', turn(distance()), ell));
  return pool.unary('exp', pool.binary('mul', pool.constant(-2), ratio));
};

const cosine: Correlation = ({ pool, distance, ell }) => {
  const turns = ell === null ? distance() : pool.binary('div', distance(), ell);
  return pool.unary('cos', pool.binary('mul', pool.constant(2 * Math.PI), turns));
};

const stationary = (correlation: Correlation, more: readonly string[] = []): Builtin =>
  covariance({ correlation, hasEll: true, more });

export const covarianceBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['exp_quad', stationary(expQuad)],
  ['matern12', stationary(matern12)],
  ['matern32', stationary(matern32)],
  ['matern52', stationary(matern52)],
  ['rational_quadratic', stationary(rationalQuadratic, ['alpha'])],
  ['periodic', stationary(periodic, ['period'])],
  ['linear', covariance({ correlation: ({ product }) => product(), hasEll: false, more: [] })],
  ['cosine', stationary(cosine)],
]);
