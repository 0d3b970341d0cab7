/** Quantities drawn after each kept draw, in levels: those of a level depend on earlier levels only. */
import type { ArrayId, IrProgram, ParameterPrior } from '../../grammar/ir.ts';
import { distributionArrays } from './lower/distribution-arrays.ts';
import { arraysRead } from './passes/prune.ts';

/** Whether both are the same, or drawn together. */
function isWith(one: ParameterPrior, other: ParameterPrior): boolean {
  return one === other || other.along?.together?.arrays.includes(one.array) === true;
}

export function drawnLevels({
  draws = [],
  statements,
  generated,
}: IrProgram): readonly (readonly ParameterPrior[])[] {
  if (draws.length === 0) return [];
  /** One more than the highest level that an array depends on; 0 for what depends on no draw. */
  const above = new Map<ArrayId, number>();
  const highest = (arrays: Iterable<ArrayId>): number =>
    Math.max(0, ...[...arrays].map((id) => above.get(id) ?? 0));
  const levels: ParameterPrior[][] = [];
  /** Of those that are drawn together, since they depend on each other. */
  const together = new Map<ArrayId, number>();
  const definitions = [...statements, ...generated].filter((statement) => statement.kind !== 'term');
  for (const draw of draws) {
    // In order of declaration, so what a draw depends on has its level.
    for (const statement of definitions) {
      const own = statement.kind === 'define' ? statement.array : statement.output;
      above.set(own, highest(arraysRead(statement)));
    }
    const level =
      together.get(draw.array) ??
      highest(
        draws
          .filter((one) => isWith(one, draw))
          .flatMap(({ distribution }) => distributionArrays(distribution)),
      );
    for (const array of draw.along?.together?.arrays ?? []) together.set(array, level);
    levels[level] ??= [];
    levels[level].push(draw);
    above.set(draw.array, level + 1);
  }
  return levels;
}
