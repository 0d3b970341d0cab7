/**
 * `observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`: the kernel of the Kalman filter gives each time's density given the
 * times before, and the distribution of its observation, normal with the mean and covariance that were expected.
 */
import { distributions } from '../../../../grammar/distributions/index.ts';
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import type { CallExpr, Expr } from '../../../../grammar/syntax/ast.ts';
import { kalmanPlaces } from '../../kalman-layout.ts';
import { type Axis, shapeText } from '../axes.ts';
import { argumentExprs } from '../call-arguments.ts';
import type { Context } from '../context.ts';
import { checkKindValues } from '../distribution/kind-values.ts';
import { applyKernel, settle } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, constantValue, type PlainDistribution } from '../value.ts';

const SYSTEM = ['A', 'Q', 'Z', 'H', 'm0', 'P0'] as const;
type Name = (typeof SYSTEM)[number];

/** A series in its state space, at one position of the loops around it. */
export interface SeriesInStateSpace {
  readonly time: Axis;
  /** The axis of a state; null where it is a number. */
  readonly state: Axis | null;
  readonly n: number;
  readonly k: number;
  /** The matrices as the kernel takes them, in order. */
  readonly system: readonly ArrayValue[];
  /** `[time, k]`. */
  readonly y: ArrayValue;
  readonly mask: ArrayValue;
}

export function isLinearGaussian(distribution: Expr): distribution is CallExpr {
  return distribution.kind === 'call' && distribution.callee.name === 'LinearGaussian';
}

/** @param mask 1 where `x` is known and 0 where it is missing; null where all is known. */
export function seriesInStateSpace(
  ctx: Context,
  scope: Scope,
  call: CallExpr,
  x: ArrayValue,
  mask: ArrayValue | null,
): SeriesInStateSpace {
  const given = argumentExprs({ ctx, scope, expr: call }, [...SYSTEM]);
  const values = new Map(
    SYSTEM.map((name, i): [Name, ArrayValue] => {
      const expr = given[i] ?? call;
      const value = settle(ctx, name, evaluateArray(ctx, scope, expr));
      if (name === 'Q' || name === 'H' || name === 'P0') {
        const arg = { value: expr, span: expr.span };
        checkKindValues(ctx, { need: 'semidefinite', name, arg, value, entry: null });
      }
      return [name, value];
    }),
  );
  const of = (name: Name): ArrayValue => values.get(name) ?? constantValue(ctx.pool, 0);
  const [time, component, ...rest] = x.dims;
  if (time === undefined || rest.length > 0)
    ctx.fail(
      'shape-mismatch',
      `LinearGaussian observes a series over [time] or [time, k], found shape ${shapeText(x.dims)}`,
      call.span,
    );
  const move = of('A');
  const state = move.dims.length >= 2 ? move.dims[move.dims.length - 1] : null;
  const states: Axis = state ?? { name: null, size: 1 };
  const observations: Axis = component ?? { name: null, size: 1 };
  /** Over the kernel's axes, of which the argument has those that `has` says. */
  const as = (name: Name, own: readonly (readonly [Axis, boolean])[], varies: boolean): ArrayValue => {
    const value = of(name);
    const count = own.filter(([, has]) => has).length;
    const isSeries = varies && value.dims.length === count + 1;
    const expected = [...(isSeries ? [time] : []), ...own.filter(([, has]) => has).map(([axis]) => axis)];
    const fits =
      value.dims.length === expected.length && value.dims.every((d, i) => d.size === expected[i].size);
    if (!fits)
      ctx.fail(
        'shape-mismatch',
        `${name} of LinearGaussian has shape ${shapeText(value.dims)}: expected ${shapeText(expected)}`,
        given[SYSTEM.indexOf(name)]?.span ?? call.span,
      );
    const dims = [
      ...(varies ? [{ name: null, size: isSeries ? time.size : 1 }] : []),
      ...own.map(([axis]) => ({ name: null, size: axis.size })),
    ];
    return arrayValue(ctx.pool, dims, (at) => {
      const inside = varies ? at.slice(1) : at;
      return value.at([...(isSeries ? [at[0]] : []), ...inside.filter((_, i) => own[i][1])]);
    });
  };
  const s = [states, state !== null] as const;
  const o = [observations, component !== undefined] as const;
  return {
    time,
    state,
    n: states.size,
    k: observations.size,
    system: [
      as('A', [s, s], true),
      as('Q', [s, s], true),
      as('Z', [o, s], true),
      as('H', [o, o], true),
      as('m0', [s], false),
      as('P0', [s, s], false),
    ],
    y: asTable(ctx, x),
    mask: asTable(ctx, mask ?? arrayValue(ctx.pool, x.dims, () => ctx.pool.constant(1))),
  };
}

/** Over `[time, k]`, also where observations are numbers. */
export function asTable(ctx: Context, x: ArrayValue): ArrayValue {
  const [time, component] = x.dims;
  const dims = [time, component ?? { name: null, size: 1 }];
  return arrayValue(ctx.pool, dims, ([t, i]) => x.at(component === undefined ? [t] : [t, i]));
}

interface FilteredSeries {
  /** Of each time, given those before. */
  readonly density: ArrayValue;
  readonly dist: PlainDistribution;
}

/** @param component the axis of vectors of observations; undefined where they are numbers. */
export function filterSeries(
  ctx: Context,
  series: SeriesInStateSpace,
  component: Axis | undefined,
  span: Span,
): FilteredSeries {
  const { pool } = ctx;
  const { time, n, k, system, y, mask } = series;
  const places = kalmanPlaces(n, k);
  const out = applyKernel(
    ctx,
    'kalman',
    [...system, y, mask],
    [time, { name: null, size: places.width }],
    span,
  );
  const at = (t: ScalarExpr, place: number | ScalarExpr): ScalarExpr =>
    out.at([t, typeof place === 'number' ? pool.constant(place) : place]);
  const density = arrayValue(pool, [time], ([t]) => at(t, places.term));
  const entry = (name: string) => {
    const found = distributions.get(name);
    if (found === undefined) throw new Error(`no distribution ${name}`);
    return found;
  };
  const shifted = (position: ScalarExpr, by: number): ScalarExpr =>
    pool.binary('add', position, pool.constant(by));
  if (component === undefined) {
    const mu = arrayValue(pool, [time], ([t]) => at(t, places.mean));
    const sigma = arrayValue(pool, [time], ([t]) => pool.unary('sqrt', at(t, places.cov)));
    const args = new Map([
      ['mu', mu],
      ['sigma', sigma],
    ]);
    return { density, dist: { kind: 'distribution', form: 'plain', entry: entry('Normal'), args, span } };
  }
  const mu = arrayValue(pool, [time, component], ([t, i]) => at(t, shifted(i, places.mean)));
  const cov = arrayValue(pool, [time, component, component], ([t, i, j]) =>
    at(t, shifted(pool.binary('add', pool.binary('mul', i, pool.constant(k)), j), places.cov)),
  );
  const args = new Map([
    ['mu', mu],
    ['cov', cov],
  ]);
  return { density, dist: { kind: 'distribution', form: 'plain', entry: entry('MvNormal'), args, span } };
}

/** A series that has been observed, for draws of its states: its arguments over the rows of series. */
export interface ObservedStateSpace {
  /** One for each loop around it. */
  readonly axes: readonly Axis[];
  readonly series: Pick<SeriesInStateSpace, 'time' | 'state' | 'n' | 'k'>;
  /** Of `STATE_SPACE_ARGUMENTS`, with all observations known: those that are missing have been drawn. */
  readonly args: Readonly<Record<string, ArrayId>>;
}
