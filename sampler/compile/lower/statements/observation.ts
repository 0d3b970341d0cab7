/** Describes an `observe` statement for posterior-predictive draws and pointwise log-likelihoods. */
import type { ArrayId, Index, IndexId, ObservedDistribution, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import { type Axis, labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { canonicalNames } from '../distribution/canonical-arguments.ts';
import { overEvents } from '../distribution/density.ts';
import { defineValue } from '../emit-statements.ts';
import { type ArrayValue, arrayValue, type DistributionValue } from '../value.ts';
import type { ObservedRows } from './observed-rows.ts';

interface Observed {
  readonly name: string;
  /** The loops around it, with an axis for each. */
  readonly loops: readonly Index[];
  readonly axes: readonly Axis[];
  readonly dist: DistributionValue;
  readonly x: ArrayValue;
  readonly span: Span;
}

interface ObservedDensity extends Observed {
  readonly density: ArrayValue;
  readonly rows: ObservedRows;
  /** Missing values are summed out of its density. */
  readonly isMarginal?: true;
}

export function addObservation(ctx: Context, observed: ObservedDensity): void {
  const { name, rows, loops, axes, density } = observed;
  const { kept } = rows;
  const dims = [...axes, ...density.dims];
  ctx.observations.push({
    name,
    distribution: describeDistribution(ctx, observed),
    datum: keep(ctx, observed, `${name} observed`, observed.x),
    shape: dims.map((dim) => dim.size),
    ...(kept !== undefined
      ? { kept: { axes: rows.positions.length, places: kept } }
      : loops.length === 0
        ? {}
        : { from: loops.map(({ from }) => from) }),
    dims: dims.map((dim) => ({ name: dim.name, labels: labelsOfAxis(dim) })),
    ...(observed.isMarginal === true ? { isMarginal: true as const } : {}),
    logLikelihood: keep(ctx, observed, `${name} log likelihood`, density),
    origin: ctx.origin,
  });
}

/** The distribution with an array for each argument. */
export function describeDistribution(ctx: Context, observed: Observed): ObservedDistribution {
  return describe(ctx, observed, observed.dist, (event) => event);
}

type Path = (event: DistributionValue) => DistributionValue;

/** `path` leads from the whole distribution to the current part. */
function describe(
  ctx: Context,
  observed: Observed,
  part: DistributionValue,
  path: Path,
): ObservedDistribution {
  switch (part.form) {
    case 'plain': {
      const args: Record<string, ArrayId> = {};
      const inner: Record<string, ObservedDistribution> = {};
      for (const argument of part.entry.arguments) {
        const given = part.args.get(argument.name);
        if (given?.kind === 'distribution') {
          inner[argument.name] = describe(ctx, observed, given, (event) => {
            const outer = path(event);
            const value = outer.form === 'plain' ? outer.args.get(argument.name) : undefined;
            return value?.kind === 'distribution' ? value : outer;
          });
          continue;
        }
        args[argument.name] = argumentArray(ctx, observed, argument.name, (event, draw) => {
          const plain = path(event);
          const value =
            plain.form === 'plain' ? canonicalNames(ctx, plain, draw).get(argument.name) : undefined;
          return value?.kind === 'array' ? value : undefined;
        });
      }
      const nested = Object.keys(inner).length === 0 ? {} : { inner };
      const own = part.entry.own === undefined ? {} : { own: part.entry };
      return { kind: 'plain', name: part.entry.name, args, ...nested, ...own };
    }
    case 'truncated':
    case 'censored': {
      const limit = (side: 'lower' | 'upper') =>
        part[side] === undefined
          ? {}
          : {
              [side]: argumentArray(ctx, observed, side, (event) => {
                const ranged = path(event);
                return ranged.form === 'truncated' || ranged.form === 'censored' ? ranged[side] : undefined;
              }),
            };
      const base = describe(ctx, observed, part.base, (event) => {
        const ranged = path(event);
        return ranged.form === 'truncated' || ranged.form === 'censored' ? ranged.base : ranged;
      });
      return { kind: part.form, base, ...limit('lower'), ...limit('upper') };
    }
    case 'mixture': {
      const weights = argumentArray(ctx, observed, 'weights', (event) => {
        const mixture = path(event);
        return mixture.form === 'mixture' ? mixture.weights : undefined;
      });
      const components = part.components.map((component, k) =>
        describe(ctx, observed, component, (event) => {
          const mixture = path(event);
          return mixture.form === 'mixture' ? mixture.components[k] : mixture;
        }),
      );
      return { kind: 'mixture', weights, components };
    }
  }
}

/** An argument over all axes of the observation, then its own. */
function argumentArray(
  ctx: Context,
  observed: Observed,
  name: string,
  pick: (event: DistributionValue, draw: ArrayValue) => ArrayValue | undefined,
): ArrayId {
  const { loops, dist, x, span } = observed;
  const value = ctx.within(loops, () =>
    overEvents(ctx, dist, x, span, (event, draw) => {
      const picked = pick(event, draw);
      if (picked === undefined) throw new Error(`no argument ${name}`);
      return picked;
    }),
  );
  return keep(ctx, observed, `${observed.name} ${name}`, value);
}

/** An array of the value over the rows and its own axes. */
export function keep(
  ctx: Context,
  observed: Pick<Observed, 'loops' | 'axes'>,
  name: string,
  value: ArrayValue,
): ArrayId {
  const { loops, axes } = observed;
  if (loops.length === 0) return value.array ?? defineValue(ctx, name, value);
  const { pool } = ctx;
  const count = loops.length;
  const over = arrayValue(pool, [...axes, ...value.dims], (at) => {
    const places = new Map<IndexId, ScalarExpr>(
      loops.map(({ id, from }, i) => [id, pool.binary('add', at[i], pool.constant(from))] as const),
    );
    return pool.substitute(value.at(at.slice(count)), places);
  });
  return defineValue(ctx, name, over);
}
