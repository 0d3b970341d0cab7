/**
 * A vector whose elements decide the locations of those after them, in between centred and non-centred: with the
 * degree λ of each element, y = location + (1 − λ)·shift + scale^(1 − λ)·(u − λ·location), where the elements
 * before it decide the shift. λ = 1 is the parameter as written, 0 has independent standard elements.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Axis } from '../axes.ts';
import type { Context } from '../context.ts';
import type { SequencePrior } from '../distribution/sequence-prior.ts';
import { arrayOf, defineArray, defineValue, emitTerm } from '../emit-statements.ts';
import type { ArrayValue } from '../value.ts';
import { addQuantity, declareFree } from './unknown.ts';

type Positions = readonly ScalarExpr[];

/** log(2π) / 2. */
const HALF_LOG_TAU = 0.9189385332046727;

/** Arrays over the parameter's axes. */
interface Sequence {
  readonly location: ArrayId;
  readonly scale: ArrayId;
  readonly shift: ArrayId;
  readonly standardised: ArrayId;
  readonly value: ArrayId;
  /** The first element that those before it decide. */
  readonly from: number;
}

interface Coordinates {
  readonly ctx: Context;
  readonly name: string;
  readonly shape: readonly number[];
  readonly free: ArrayId;
  readonly degree: ArrayId;
}

/** The parameter's value. */
export function lowerCentredSequence(
  ctx: Context,
  name: string,
  axes: readonly Axis[],
  prior: SequencePrior,
): ArrayValue {
  const { pool } = ctx;
  const shape = axes.map((axis) => axis.size);
  const free = declareFree(ctx, name, '', axes);
  const degree = ctx.declareDegrees(`${name} centring`, shape);
  const coordinates = { ctx, name, shape, free, degree };
  const { from, standardised, value, ...arrays } =
    prior.kind === 'factor' ? byFactor(coordinates, prior) : byWalk(coordinates, prior);
  const { location, scale, shift } = arrays;
  const size = shape[shape.length - 1];
  ctx.centrings.push({ name, free, degree, location, scale, sequence: { shift, size } });
  addQuantity(ctx, 'param', name, value, axes);

  const jacobian = ctx.freshLoop(shape);
  const rest = pool.binary('sub', pool.constant(1), ctx.load(degree, jacobian.at));
  emitTerm(ctx, 'jacobian', jacobian.indices, pool.binary('mul', rest, logOf(ctx, scale, jacobian.at)));
  const batch = ctx.freshLoop(shape.slice(0, -1));
  const last = pool.freshIndex(from, size);
  const at = [...batch.at, pool.index(last)];
  const square = pool.unary('square', ctx.load(standardised, at));
  const quadratic = pool.binary('mul', pool.constant(-0.5), square);
  const normaliser = pool.binary('add', logOf(ctx, scale, at), pool.constant(HALF_LOG_TAU));
  emitTerm(ctx, 'prior', [...batch.indices, last], pool.binary('sub', quadratic, normaliser));
  const whole = arrayOf(ctx, value, axes);
  if (prior.kind === 'walk') {
    const first = prior.densityOfFirst(whole);
    const each = ctx.freshLoop(first.dims.map((dim) => dim.size));
    emitTerm(ctx, 'prior', each.indices, first.at(each.at));
  }
  return whole;
}

/** A triangular system: (1 + λ / scale · the factor's part below its diagonal) · standardised = scaled coordinate. */
function byFactor(
  coordinates: Coordinates,
  prior: Extract<SequencePrior, { readonly kind: 'factor' }>,
): Sequence {
  const { ctx, name, shape, degree } = coordinates;
  const { pool } = ctx;
  const size = shape[shape.length - 1];
  const define = definer(coordinates);
  const location = defineValue(ctx, `${name} location`, prior.location);
  const factor = defineValue(ctx, `${name} factor`, prior.factor);
  const factorAt = (at: Positions, column: ScalarExpr) => ctx.load(factor, [...at, column]);
  const scale = define('scale', (at) => factorAt(at, at[at.length - 1]));
  const system = define(
    'system',
    (at) => {
      const [row, column] = at.slice(-2);
      const here = at.slice(0, -1);
      const share = pool.binary('div', ctx.load(degree, here), ctx.load(scale, here));
      const below = pool.binary('mul', share, factorAt(here, column));
      const isBelow = pool.binary('lt', column, row);
      const diagonal = pool.select(pool.binary('eq', column, row), pool.constant(1), pool.constant(0));
      return pool.select(isBelow, below, diagonal);
    },
    [...shape, size],
  );
  const right = define('scaled', (at) => scaledCoordinate(coordinates, location, scale, at));
  const standardised = ctx.declare(`${name} standardised`, shape);
  ctx.kernel('solve_lower', [system, right], standardised, shape.slice(0, -1));
  const shift = define('shift', (at) => {
    const before = pool.freshIndex(0, size);
    const column = pool.index(before);
    const other = ctx.load(standardised, [...at.slice(0, -1), column]);
    const product = pool.binary('mul', factorAt(at, column), other);
    const isBefore = pool.binary('lt', column, at[at.length - 1]);
    return pool.reduce('sum', before, pool.select(isBefore, product, pool.constant(0)));
  });
  const value = define(null, (at) => {
    const middle = pool.binary('add', ctx.load(location, at), ctx.load(shift, at));
    const own = pool.binary('mul', ctx.load(scale, at), ctx.load(standardised, at));
    return pool.binary('add', middle, own);
  });
  return { location, scale, shift, standardised, value, from: 0 };
}

/** A recurrence of the deviations from the first element, which is as written at all degrees. */
function byWalk(
  coordinates: Coordinates,
  prior: Extract<SequencePrior, { readonly kind: 'walk' }>,
): Sequence {
  const { ctx, name, shape, free, degree } = coordinates;
  const { pool } = ctx;
  const [zero, one] = [pool.constant(0), pool.constant(1)];
  const define = definer(coordinates);
  const orFirst = (at: Positions, ofFirst: ScalarExpr, later: ScalarExpr): ScalarExpr =>
    pool.select(pool.binary('eq', at[at.length - 1], zero), ofFirst, later);
  const first = (at: Positions) => ctx.load(free, [...at.slice(0, -1), zero]);
  const step = defineValue(ctx, `${name} step`, prior.step);
  const drift = defineValue(ctx, `${name} drift`, prior.drift);
  const location = define('location', (at) => orFirst(at, zero, first(at)));
  // A drift or a scale of each step is over the elements too.
  const ofStep = (array: ArrayId, { dims }: ArrayValue, at: Positions): ScalarExpr =>
    ctx.load(array, at.slice(0, dims.length));
  const scale = define('scale', (at) => orFirst(at, one, ofStep(step, prior.step, at)));

  const deviation = ctx.declare(`${name} deviation`, shape);
  const shiftAt = (at: Positions): ScalarExpr => {
    const batch = at.slice(0, -1);
    const before = pool.binary('sub', at[at.length - 1], one);
    return pool.binary('add', pool.load(deviation, [...batch, before]), ofStep(drift, prior.drift, at));
  };
  const { indices, at } = ctx.freshLoop(shape);
  const rest = pool.binary('sub', one, ctx.load(degree, at));
  const stretch = pool.unary('exp', pool.binary('mul', rest, logOf(ctx, scale, at)));
  const own = pool.binary('mul', stretch, withoutLocation(coordinates, location, at));
  const later = pool.binary('add', pool.binary('mul', rest, shiftAt(at)), own);
  defineArray(ctx, deviation, indices, orFirst(at, zero, later));

  const shift = define('shift', (here) => orFirst(here, zero, shiftAt(here)));
  const standardised = define('standardised', (here) => {
    const share = pool.binary('div', ctx.load(degree, here), ctx.load(scale, here));
    const ofShift = pool.binary('mul', share, ctx.load(shift, here));
    return pool.binary('sub', scaledCoordinate(coordinates, location, scale, here), ofShift);
  });
  const value = define(null, (here) => pool.binary('add', first(here), ctx.load(deviation, here)));
  return { location, scale, shift, standardised, value, from: 1 };
}

/** u − λ·location. */
function withoutLocation({ ctx, free, degree }: Coordinates, location: ArrayId, at: Positions): ScalarExpr {
  const { pool } = ctx;
  const part = pool.binary('mul', ctx.load(degree, at), ctx.load(location, at));
  return pool.binary('sub', ctx.load(free, at), part);
}

/** (u − λ·location) / scale^λ. */
function scaledCoordinate(
  coordinates: Coordinates,
  location: ArrayId,
  scale: ArrayId,
  at: Positions,
): ScalarExpr {
  const { ctx, degree } = coordinates;
  const { pool } = ctx;
  const power = pool.binary('mul', ctx.load(degree, at), logOf(ctx, scale, at));
  const shrink = pool.unary('exp', pool.unary('neg', power));
  return pool.binary('mul', shrink, withoutLocation(coordinates, location, at));
}

function logOf(ctx: Context, array: ArrayId, at: Positions): ScalarExpr {
  return ctx.pool.unary('log', ctx.load(array, at));
}

/** Defines arrays of the parameter, over its axes where no others are given; without a label its own. */
function definer({ ctx, name, shape }: Coordinates) {
  return (
    label: string | null,
    element: (at: Positions) => ScalarExpr,
    sizes: readonly number[] = shape,
  ): ArrayId => {
    const array = ctx.declare(label === null ? name : `${name} ${label}`, sizes);
    const { indices, at } = ctx.freshLoop(sizes);
    defineArray(ctx, array, indices, element(at));
    return array;
  };
}
