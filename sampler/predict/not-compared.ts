/** Drawn data that are not laid beside what was observed. */
import type { Program } from '../../grammar/syntax/ast.ts';
import type { Forward } from './forward-sampler.ts';
import { ownBoundNames } from './observed-data.ts';

/** What lies within an interval is not known, nor where values that were seen would have been cut off. */
export function notCompared({ replicates }: Forward, program: Program): ReadonlySet<string> {
  const intervals = replicates.map(({ datum }) => datum).filter((name) => name.startsWith('interval@'));
  return new Set([...intervals, ...ownBoundNames(program)]);
}
