/** Priors whose location and scale depend on unknowns: their parameters can be sampled non-centred. */
import { distributions } from '../../../../grammar/distributions/index.ts';
import type { Axis } from '../axes.ts';
import type { Context } from '../context.ts';
import { elementwise } from '../elementwise.ts';
import { dependsOnData } from '../index-reads.ts';
import {
  type ArrayValue,
  arrayValue,
  constantValue,
  type DistributionValue,
  type PlainDistribution,
} from '../value.ts';
import { canonicalNames } from './canonical-arguments.ts';
import { logDensity, overEvents } from './density.ts';

/** The arguments of a family that are its location and scale, and the family of the standardised value. */
interface Family {
  readonly location: string;
  readonly scale: string;
  readonly standard: string;
  /** Location and scale are those of the logarithm. */
  readonly ofLogarithm: boolean;
}

const families: ReadonlyMap<string, Family> = new Map([
  ['Normal', { location: 'mu', scale: 'sigma', standard: 'Normal', ofLogarithm: false }],
  ['StudentT', { location: 'mu', scale: 'sigma', standard: 'StudentT', ofLogarithm: false }],
  ['Laplace', { location: 'mu', scale: 'b', standard: 'Laplace', ofLogarithm: false }],
  ['Logistic', { location: 'mu', scale: 's', standard: 'Logistic', ofLogarithm: false }],
  ['LogNormal', { location: 'mu', scale: 'sigma', standard: 'Normal', ofLogarithm: true }],
]);

export interface LocationScalePrior {
  /** Over the parameter's axes. */
  readonly location: ArrayValue;
  readonly scale: ArrayValue;
  /** y is the logarithm of the parameter. */
  readonly ofLogarithm: boolean;
  /** The prior's log density at y = location + scale · standardised. */
  density(standardised: ArrayValue, y: ArrayValue): ArrayValue;
}

/** Null where the prior has no location and scale over the parameter's axes, or they depend only on data. */
export function locationScalePrior(
  ctx: Context,
  prior: DistributionValue,
  axes: readonly Axis[],
): LocationScalePrior | null {
  if (prior.form !== 'plain') return null;
  const family = families.get(prior.entry.name);
  const standard = distributions.get(family?.standard ?? '');
  if (family === undefined || standard === undefined) return null;
  const location = argument(ctx, prior, axes, family.location);
  const scale = argument(ctx, prior, axes, family.scale);
  if (location === null || scale === null) return null;
  const at = ctx.placeholders(axes.map((axis) => axis.size));
  if (dependsOnData(ctx, location.at(at)) && dependsOnData(ctx, scale.at(at))) return null;
  return {
    location,
    scale,
    ofLogarithm: family.ofLogarithm,
    density(standardised, y) {
      const { span } = prior;
      const args = new Map<string, ArrayValue>();
      for (const { name } of standard.arguments) {
        const shape = argument(ctx, prior, axes, name);
        if (name === family.location) args.set(name, constantValue(ctx.pool, 0));
        else if (name === family.scale) args.set(name, constantValue(ctx.pool, 1));
        else if (shape !== null) args.set(name, shape);
      }
      const plain: PlainDistribution = { kind: 'distribution', form: 'plain', entry: standard, args, span };
      const ofStandard = logDensity(ctx, plain, standardised, { guarded: false, span });
      return elementwise(
        ctx,
        [ofStandard, scale, y].map((value) => ({ value, span })),
        ([density, s, logarithm]) => {
          const scaled = ctx.pool.binary('sub', density, ctx.pool.unary('log', s));
          return family.ofLogarithm ? ctx.pool.binary('sub', scaled, logarithm) : scaled;
        },
        span,
      );
    },
  };
}

/** A canonical argument over the parameter's axes; null where it has others. */
function argument(
  ctx: Context,
  prior: PlainDistribution,
  axes: readonly Axis[],
  name: string,
): ArrayValue | null {
  const parameter = arrayValue(ctx.pool, axes, () => ctx.pool.constant(0));
  const value = overEvents(ctx, prior, parameter, prior.span, (event) => {
    const found = event.form === 'plain' ? canonicalNames(ctx, event, null).get(name) : undefined;
    if (found?.kind !== 'array') throw new Error(`${prior.entry.name} has no argument ${name}`);
    return found;
  });
  const isOver = value.dims.length === axes.length && value.dims.every((d, i) => d.name === axes[i].name);
  return isOver ? value : null;
}
