/** Distributions some arguments of which are one number for all elements of a draw, or one for each. */
import type { Argument, Distribution, Domain } from './distribution.ts';

const ofVector: Partial<Record<Domain, Domain>> = { real: 'vector', positive: 'positiveVector' };

export function mayBeByElement(entry: Distribution, argument: string): boolean {
  return entry.byElement?.arguments.includes(argument) === true;
}

/** The distribution whose arguments by element are vectors, each as long as a draw. */
export function byElement(entry: Distribution): Distribution {
  const { byElement: variant, ...rest } = entry;
  if (variant === undefined) return entry;
  const args = entry.arguments.map((argument): Argument => {
    if (!variant.arguments.includes(argument.name)) return argument;
    return { ...argument, domain: ofVector[argument.domain] ?? argument.domain, eventDims: 1 };
  });
  return { ...rest, arguments: args, logDensity: variant.logDensity };
}
