/** Functions of distributions, and functions that build a distribution from others. */
import type { Arg } from '../../../../grammar/syntax/ast.ts';
import { argumentExprs, type Builtin, type Call } from '../call-arguments.ts';
import { eventDimsOfDraw } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { givenByElement } from '../distribution/by-element.ts';
import { type Cumulative, cumulative } from '../distribution/cumulative.ts';
import { logDensity, overEvents } from '../distribution/density.ts';
import { checkKindValues } from '../distribution/kind-values.ts';
import { nameOf } from '../distribution/truncation.ts';
import { settle } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { childScope } from '../scope.ts';
import { type ArrayValue, arrayValue, constantValue, type DistributionValue, knownNumber } from '../value.ts';

const logpdf: Builtin = (call) => {
  const { ctx, scope, expr } = call;
  const [d, at] = argumentExprs(call, ['D', 'x']).flatMap((arg) => arg ?? []);
  const x = evaluateArray(ctx, scope, at);
  const dist = givenByElement(ctx, requireDistribution(ctx, scope, d), x.dims);
  return logDensity(ctx, dist, x, { guarded: true, span: expr.span });
};

const tail =
  (which: Cumulative): Builtin =>
  (call) => {
    const { ctx, scope, expr } = call;
    const [d, at] = argumentExprs(call, ['D', 'x']).flatMap((arg) => arg ?? []);
    const dist = requireDistribution(ctx, scope, d);
    const x = evaluateArray(ctx, scope, at);
    return overEvents(
      ctx,
      dist,
      x,
      expr.span,
      (event, point) =>
        cumulative(ctx, event, point, which) ??
        ctx.unsupported(`${nameOf(event)} has no distribution function`, expr.span),
    );
  };

/** `Mixture(w, D1, D2)`, or `Mixture(w over k, D(mu[k]))` with one component per position of k. */
const mixture: Builtin = (call) => {
  const { ctx, expr } = call;
  const [first, ...rest] = expr.args;
  if (first === undefined || rest.length === 0) {
    ctx.fail('argument-count', 'Mixture needs weights and at least one distribution', expr.span);
  }
  const weights = settle(ctx, 'weights', weightsOf(call, first));
  checkKindValues(ctx, { need: 'simplex', name: 'w', arg: first, value: weights, entry: null });
  const count = weights.dims[weights.dims.length - 1].size;
  const components = componentsOf(call, first, rest, count);
  if (components.length !== count) {
    ctx.fail(
      'shape-mismatch',
      `${count} weights for ${components.length} components: expected one weight for each`,
      first.span,
    );
  }
  const other = components.find((component) => eventDimsOfDraw(component) !== eventDimsOfDraw(components[0]));
  if (other !== undefined) {
    ctx.fail(
      'shape-mismatch',
      `${nameOf(components[0])} and ${nameOf(other)} draw values of different shapes: expected components of one shape`,
      other.span,
    );
  }
  return { kind: 'distribution', form: 'mixture', weights, components, span: expr.span };
};

/** The weights with the axis of the components last. */
function weightsOf(call: Call, arg: Arg): ArrayValue {
  const { ctx, scope } = call;
  const value = evaluateArray(ctx, scope, arg.value);
  if (value.dims.length === 0) ctx.fail('shape-mismatch', 'expected one weight for each component', arg.span);
  const over = arg.over?.[0]?.name;
  const named = over === undefined ? -1 : value.dims.findLastIndex((dim) => dim.name === over);
  if (named < 0 || named === value.dims.length - 1) return value;
  const dims = [...value.dims.filter((_, i) => i !== named), value.dims[named]];
  return arrayValue(ctx.pool, dims, (at) => {
    const own = at.slice(0, -1);
    return value.at([...own.slice(0, named), at[at.length - 1], ...own.slice(named)]);
  });
}

function componentsOf(call: Call, first: Arg, rest: readonly Arg[], count: number): DistributionValue[] {
  const { ctx, scope } = call;
  const index = first.over?.[0]?.name;
  if (index === undefined) return rest.map((arg) => requireDistribution(ctx, scope, arg.value));
  if (rest.length > 1) ctx.fail('argument-count', 'with `over` a mixture has one component', rest[1].span);
  return Array.from({ length: count }, (_, k) =>
    requireDistribution(ctx, childScope(scope, [[index, constantValue(ctx.pool, k + 1)]]), rest[0].value),
  );
}

const rangeWords = { dist: 'D', lower: 'lo', upper: 'hi' };

function ranged(form: 'truncated' | 'censored'): Builtin {
  return (call) => {
    const { ctx, scope, expr } = call;
    const [d, lo, hi] = argumentExprs(call, ['D', 'lo', 'hi'], 1, rangeWords);
    if (d === undefined)
      return ctx.fail('argument-count', `${expr.callee.name} needs a distribution`, expr.span);
    const base = requireDistribution(ctx, scope, d);
    if (eventDimsOfDraw(base) !== 0) {
      ctx.unsupported(
        `${expr.callee.name} of vectors or matrices: expected a distribution of scalars`,
        d.span,
      );
    }
    return {
      kind: 'distribution',
      form,
      base,
      ...limit('lower', lo === undefined ? undefined : evaluateArray(ctx, scope, lo)),
      ...limit('upper', hi === undefined ? undefined : evaluateArray(ctx, scope, hi)),
      span: expr.span,
    };
  };
}

/** Undefined for an infinite limit. */
function limit(
  side: 'lower' | 'upper',
  value: ArrayValue | undefined,
): { lower?: ArrayValue; upper?: ArrayValue } {
  const known = knownNumber(value);
  if (value === undefined || known === Number.NEGATIVE_INFINITY || known === Number.POSITIVE_INFINITY)
    return {};
  return { [side]: value };
}

/** What statements of their own lower. */
const ofSeries =
  (usage: string): Builtin =>
  ({ ctx, expr }) =>
    ctx.fail('type-mismatch', `\`${expr.callee.name}\` is written as \`${usage}\` alone`, expr.span);

export const distributionBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['logpdf', logpdf],
  ['cdf', tail('cdf')],
  ['log_cdf', tail('logCdf')],
  ['log_ccdf', tail('logCcdf')],
  [
    'HSGP',
    (call) =>
      call.ctx.unsupported(
        '`HSGP` other than as the prior of a vector, `param f[row] ~ HSGP(…)`',
        call.expr.span,
      ),
  ],
  ['LinearGaussian', ofSeries('observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)')],
  ['states', ofSeries('draw s[time, state] ~ states(y)')],
  ['Mixture', mixture],
  ['Truncated', ranged('truncated')],
  ['Censored', ranged('censored')],
]);
