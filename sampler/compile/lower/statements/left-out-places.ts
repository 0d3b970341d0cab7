/** Missing values that are no unknowns: no `observe` has their row, and nothing else uses the datum. */
import type { DataArray } from '../../../../grammar/data.ts';
import type { ObserveStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { walk } from '../../../../grammar/syntax/walk.ts';
import { sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { axesOfDatum } from '../dimension.ts';
import { arrayOf } from '../emit-statements.ts';
import { childScope, type Scope } from '../scope.ts';
import type { ArrayValue } from '../value.ts';
import { observedRows } from './observed-rows.ts';

/** Flat places of the datum that the `where` of every `observe` of it leaves out; none where it is used elsewhere. */
export function leftOutPlaces(ctx: Context, datum: DataArray, program: Program): ReadonlySet<number> {
  const own = observesOf(datum, program);
  if (
    own.length === 0 ||
    own.some(({ where }) => where === undefined) ||
    isUsedElsewhere(datum, own, program)
  )
    return new Set();
  const axes = axesOfDatum(ctx, datum);
  const left = new Set(datum.values.keys());
  const scope = completeData(ctx);
  for (const statement of own) {
    const rows = ctx.tentatively(() => observedRows(ctx, scope, statement, axes));
    if (rows === null) {
      return ctx.unsupported(
        `${datum.name} has missing values, so which rows of it are observed must be a condition on complete data, by their names: expected no \`let\` in it`,
        statement.where?.span ?? statement.span,
      );
    }
    if (rows.kept === undefined) return new Set();
    const width = sizeOf(axes.slice(rows.positions.length));
    for (const row of rows.kept) for (let i = 0; i < width; i++) left.delete(row * width + i);
  }
  return left;
}

/** Its `observe` statements. */
export function observesOf({ name }: DataArray, program: Program): readonly ObserveStatement[] {
  return program.statements.filter(
    (s): s is ObserveStatement => s.kind === 'observe' && s.target.kind === 'name' && s.target.name === name,
  );
}

/** Whether statements other than these use it. */
export function isUsedElsewhere(
  datum: DataArray,
  own: readonly ObserveStatement[],
  program: Program,
): boolean {
  const targets = new Set<unknown>(own.map(({ target }) => target));
  let found = false;
  for (const statement of program.statements) {
    if (statement.kind === 'data' || statement.kind === 'predict') continue;
    walk(statement, (node) => {
      if ('kind' in node && node.kind === 'name' && node.name === datum.name && !targets.has(node))
        found = true;
      return !found;
    });
  }
  return found;
}

/** All data without a missing value, also those that are declared later. */
function completeData(ctx: Context): Scope {
  const complete = [...ctx.data.arrays.values()].filter(({ values }) => !values.some(Number.isNaN));
  return childScope(
    undefined,
    complete.map((datum): readonly [string, ArrayValue] => {
      const dims = axesOfDatum(ctx, datum);
      const array = ctx.declareConstant(
        datum.name,
        dims.map(({ size }) => size),
        datum.values,
      );
      return [datum.name, arrayOf(ctx, array, dims, { element: datum.element, labelsOf: datum.labelsOf })];
    }),
  );
}
