/**
 * `quantile(D(…), p)`: at compile time where data determine it, by the quantile that draws are made with; else by the
 * closed form of the table.
 */
import type { IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { samplerOf } from '../../../distributions/of-distribution.ts';
import { between, categories, clipped, mixed, type Univariate } from '../../../distributions/univariate.ts';
import { allPositions } from '../all-positions.ts';
import { sizeOf } from '../axes.ts';
import type { Call } from '../call-arguments.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { argumentsOf, eventDimsOfDraw, isDiscrete } from '../distribution/argument-arrays.ts';
import { canonicalNames } from '../distribution/canonical-arguments.ts';
import { cumulative } from '../distribution/cumulative.ts';
import { overEvents } from '../distribution/density.ts';
import { evaluateText } from '../distribution/table-expressions.ts';
import { nameOf } from '../distribution/truncation.ts';
import { flatToPositions } from '../row-major.ts';
import { type ArrayValue, type DistributionValue, scalarValue } from '../value.ts';

export function quantileOfDistribution(
  { ctx, expr }: Call,
  dist: DistributionValue,
  probability: ArrayValue,
): ArrayValue {
  if (eventDimsOfDraw(dist) > 0)
    ctx.fail(
      'type-mismatch',
      `quantile: expected a distribution of numbers, found ${nameOf(dist)}`,
      expr.span,
    );
  return overEvents(ctx, dist, probability, expr.span, (event, p) => {
    const found = ofData(ctx, event, p) ?? closed(ctx, event, p);
    if (found === null)
      return ctx.unsupported(
        `the quantile of ${nameOf(event)} given unknowns has no closed form: expected arguments that data determine; draw from it instead, as in \`draw z ~ ${nameOf(event)}(…)\`, and read the quantiles of the draws`,
        expr.span,
      );
    return scalarValue(ctx.pool, found.at([]), isDiscrete(event) ? 'int' : 'real');
  });
}

type At = (value: ArrayValue) => Float64Array;

/** Loops and tables of more positions are not written out. */
const MOST_POSITIONS = 1_000_000;

/** A table over the loops around it; null where an unknown decides. */
function ofData(ctx: Context, dist: DistributionValue, p: ArrayValue): ArrayValue | null {
  const { pool } = ctx;
  const parts = [p, ...argumentsOf(dist).map(({ value }) => value)];
  const used = new Set(
    parts.flatMap((part) => [...pool.freeIndices(part.at(part.dims.map(() => pool.constant(0))))]),
  );
  const loops = ctx.loops.filter(({ id }) => used.has(id));
  const count = loops.reduce((product, { from, to }) => product * (to - from), 1);
  if (count > MOST_POSITIONS) return null;
  const evaluate = createEvaluator(ctx);
  const values = new Float64Array(count);
  let isKnown = false;
  let place = 0;
  for (const env of allPositions(loops)) {
    const value = atPosition(ctx, dist, p, evaluate, env);
    if (value !== null) isKnown = true;
    // Positions that a condition around it leaves out.
    values[place] = value ?? Number.NaN;
    place += 1;
  }
  if (!isKnown) return null;
  if (loops.length === 0) return scalarValue(pool, pool.constant(values[0]));
  const shape = loops.map(({ from, to }) => to - from);
  const table = ctx.declareConstant('quantile', shape, values);
  const at = loops.map((loop) => pool.binary('sub', pool.index(loop), pool.constant(loop.from)));
  return scalarValue(pool, ctx.load(table, at));
}

function atPosition(
  ctx: Context,
  dist: DistributionValue,
  p: ArrayValue,
  evaluate: (expr: ScalarExpr, env: Map<IndexId, number>) => number | null,
  env: Map<IndexId, number>,
): number | null {
  let isKnown = true;
  const at: At = (value) => {
    const shape = value.dims.map(({ size }) => size);
    return Float64Array.from({ length: sizeOf(value.dims) }, (_, flat) => {
      const positions = flatToPositions(flat, shape).map((position) => ctx.pool.constant(position));
      const found = evaluate(value.at(positions), env);
      if (found === null) isKnown = false;
      return found ?? Number.NaN;
    });
  };
  const [probability] = at(p);
  const univariate = univariateOf(ctx, dist, at);
  return isKnown && univariate !== null ? univariate.quantile(probability) : null;
}

function univariateOf(ctx: Context, dist: DistributionValue, at: At): Univariate | null {
  switch (dist.form) {
    case 'plain': {
      const { entry } = dist;
      const sampler = samplerOf({ name: entry.name, ...(entry.own === undefined ? {} : { own: entry }) });
      const names = canonicalNames(ctx, dist, null);
      const args = entry.arguments.map(({ name }) => {
        const value = names.get(name);
        return value?.kind === 'array' ? at(value) : Float64Array.of(Number.NaN);
      });
      if (sampler?.kind === 'category')
        return categories(
          sampler.probabilities(
            entry.arguments.map(({ eventDims }, i) => (eventDims === 0 ? args[i][0] : args[i])),
          ),
        );
      if (sampler?.kind !== 'scalar') return null;
      const scalars = Float64Array.from(args, ([value]) => value);
      return {
        name: entry.name,
        args: scalars,
        isDiscrete: entry.type === 'discrete',
        cdf: (x) => sampler.cdf(x, scalars),
        quantile: (p) => sampler.quantile(p, scalars),
      };
    }
    case 'truncated':
    case 'censored': {
      const base = univariateOf(ctx, dist.base, at);
      if (base === null) return null;
      const lower = dist.lower === undefined ? Number.NEGATIVE_INFINITY : at(dist.lower)[0];
      const upper = dist.upper === undefined ? Number.POSITIVE_INFINITY : at(dist.upper)[0];
      return (dist.form === 'truncated' ? between : clipped)(base, lower, upper);
    }
    case 'mixture': {
      const parts = dist.components.map((component) => univariateOf(ctx, component, at));
      const known = parts.filter((part) => part !== null);
      return known.length < parts.length ? null : mixed(at(dist.weights), known);
    }
  }
}

/** The text of the table; between limits at the probability that lies below the lower one and a share of what is within. */
function closed(ctx: Context, dist: DistributionValue, p: ArrayValue): ArrayValue | null {
  const { pool } = ctx;
  if (dist.form === 'mixture') return null;
  if (dist.form === 'plain') {
    const { quantile } = dist.entry;
    if (quantile === undefined) return null;
    const names = new Map([...canonicalNames(ctx, dist, null), ['probability', p] as const]);
    return evaluateText(ctx, quantile, names, dist);
  }
  const { base, lower, upper } = dist;
  if (base.form !== 'plain') return null;
  let own = p;
  if (dist.form === 'truncated') {
    const below = lower === undefined ? null : cumulative(ctx, base, lower, 'cdf');
    const upTo = upper === undefined ? null : cumulative(ctx, base, upper, 'cdf');
    const from = below?.at([]) ?? pool.constant(0);
    const to = upTo?.at([]) ?? pool.constant(1);
    const share = pool.binary('mul', p.at([]), pool.binary('sub', to, from));
    own = scalarValue(pool, pool.binary('add', from, share));
  }
  let found = closed(ctx, base, own)?.at([]) ?? null;
  if (found === null) return null;
  if (lower !== undefined) found = pool.binary('max', found, lower.at([]));
  if (upper !== undefined) found = pool.binary('min', found, upper.at([]));
  return scalarValue(pool, found);
}
