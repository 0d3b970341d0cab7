/** The argument arrays of a distribution, so that all can be broadcast together. */
import { type Axis, align } from '../axes.ts';
import { type BatchArgument, batchDims } from '../batch.ts';
import type { ArrayValue, DistributionValue, PlainDistribution } from '../value.ts';

/** Number of trailing axes of one draw. */
export function eventDimsOfDraw(dist: DistributionValue): 0 | 1 | 2 {
  switch (dist.form) {
    case 'plain':
      return dist.entry.eventDims;
    case 'truncated':
    case 'censored':
      return eventDimsOfDraw(dist.base);
    case 'mixture':
      return eventDimsOfDraw(dist.components[0]);
  }
}

export function isDiscrete(dist: DistributionValue): boolean {
  switch (dist.form) {
    case 'plain':
      return dist.entry.type === 'discrete';
    case 'truncated':
    case 'censored':
      return isDiscrete(dist.base);
    case 'mixture':
      return dist.components.some(isDiscrete);
  }
}

/** Every array in a fixed order, with the number of its own trailing axes. */
export function argumentsOf(dist: DistributionValue): BatchArgument[] {
  switch (dist.form) {
    case 'plain':
      return [...dist.args].flatMap(([name, value]) => {
        if (value.kind === 'distribution') return argumentsOf(value);
        const eventDims = Math.min(declaredEventDims(dist, name), value.dims.length);
        return [{ value, eventDims, span: dist.span }];
      });
    case 'truncated':
    case 'censored':
      return [
        ...argumentsOf(dist.base),
        ...[dist.lower, dist.upper].flatMap((value) =>
          value === undefined ? [] : [{ value, eventDims: 0, span: dist.span }],
        ),
      ];
    case 'mixture':
      return [
        { value: dist.weights, eventDims: 1, span: dist.span },
        ...dist.components.flatMap(argumentsOf),
      ];
  }
}

/** The axes of independent draws, in the checker's order; null where they disagree. */
export function batchAxes(dist: DistributionValue): readonly Axis[] | null {
  const parts = ((): (readonly Axis[] | null)[] => {
    switch (dist.form) {
      case 'plain':
        return [...dist.args].map(([name, value]) =>
          value.kind === 'distribution'
            ? batchAxes(value)
            : batchDims({ value, eventDims: Math.min(declaredEventDims(dist, name), value.dims.length) }),
        );
      case 'truncated':
      case 'censored':
        return [dist.lower?.dims ?? [], dist.upper?.dims ?? [], batchAxes(dist.base)];
      case 'mixture':
        return [dist.weights.dims.slice(0, -1), ...dist.components.map(batchAxes)];
    }
  })();
  const known = parts.filter((part) => part !== null);
  const aligned = known.length === parts.length ? align(known) : null;
  return aligned === null || 'kind' in aligned ? null : aligned.dims;
}

/** The distribution with its arrays replaced, in the order of `argumentsOf`. */
export function withArguments(dist: DistributionValue, values: readonly ArrayValue[]): DistributionValue {
  const rest = [...values];
  const next = (): ArrayValue => {
    const value = rest.shift();
    if (value === undefined) throw new Error('fewer arrays than the distribution has');
    return value;
  };
  return replace(dist, next);
}

function replace(dist: DistributionValue, next: () => ArrayValue): DistributionValue {
  switch (dist.form) {
    case 'plain': {
      const args = new Map<string, ArrayValue | DistributionValue>();
      for (const [name, value] of dist.args) {
        args.set(name, value.kind === 'distribution' ? replace(value, next) : next());
      }
      return { ...dist, args };
    }
    case 'truncated':
    case 'censored': {
      const base = replace(dist.base, next);
      const lower = dist.lower === undefined ? {} : { lower: next() };
      const upper = dist.upper === undefined ? {} : { upper: next() };
      return { ...dist, base, ...lower, ...upper };
    }
    case 'mixture': {
      const weights = next();
      return { ...dist, weights, components: dist.components.map((component) => replace(component, next)) };
    }
  }
}

export function declaredEventDims(dist: PlainDistribution, argument: string): number {
  const signature = dist.parameterisation?.arguments ?? dist.entry.arguments;
  return signature.find((a) => a.name === argument)?.eventDims ?? 0;
}
