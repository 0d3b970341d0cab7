/**
 * New levels of a formula's factor. Each level of the fit has an effect, or is the one that the others are compared
 * with; a level without one would be predicted as if it were that.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { NameExpr, Program } from '../../grammar/syntax/ast.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import { problem } from './error-diagnostic.ts';
import type { NewData } from './new-data.ts';
import { placesOfLabels } from './places-of-labels.ts';

export function newFactorLevels(
  program: Program,
  data: LoadedData,
  newLabels: NewData['newLabels'],
): readonly Diagnostic[] {
  return [...factorsOf(program).values()].flatMap((factor) => {
    const dim = data.arrays.get(factor.name)?.labelsOf ?? null;
    const labels = dim === null ? undefined : newLabels.get(dim);
    if (dim === null || labels === undefined) return [];
    const message = `no prediction for "${labels[0]}", a label of \`${dim}\` that the fit has not seen: \`${factor.name}\` is a factor of the formula, with an effect for each level of the fit; predict at those, or write \`(1 | ${factor.name})\`, where new levels are drawn from the distribution of all`;
    return [
      {
        ...problem('predict-label', message, factor.span),
        related: placesOfLabels(program, data, dim, labels),
      },
    ];
  });
}

/** The columns of a factor are comparisons with its levels. */
function factorsOf({ statements }: Program): ReadonlyMap<string, NameExpr> {
  const found = new Map<string, NameExpr>();
  for (const statement of statements) {
    if (statement.expanded !== true) continue;
    walk(statement, (node) => {
      if (!('kind' in node) || node.kind !== 'binary' || node.op !== '==') return;
      if (node.left.kind === 'name' && node.right.kind === 'string' && !found.has(node.left.name))
        found.set(node.left.name, node.left);
    });
  }
  return found;
}
