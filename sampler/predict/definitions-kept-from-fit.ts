/**
 * Definitions that keep their fitted values: they use data over new rows only in summaries (a total, a mean by group),
 * and no other new values. Those that depend on an unknown or are over the rows themselves are excluded when they are
 * lowered.
 */
import type { Expr, LetStatement, Program, Statement } from '../../grammar/syntax/ast.ts';
import { definedTogether } from '../../grammar/syntax/recurrence.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import type { NewData } from './new-data.ts';
import { dataEntries } from './observed-data.ts';

export function frozenLets(program: Program, { newRows, replaced }: NewData): ReadonlySet<string> {
  const overRows = new Set(
    dataEntries(program)
      .filter(({ dims }) => dims.some((dim) => dim.kind === 'dimName' && newRows.has(dim.name)))
      .map(({ name }) => name.name),
  );
  const data = new Set(dataEntries(program).map(({ name }) => name.name));
  const reach = new Map<string, ReadonlySet<string>>();
  const lets: LetStatement[] = [];
  for (const statement of program.statements) {
    if (statement.kind !== 'let' && statement.kind !== 'deterministic' && statement.kind !== 'fun') continue;
    // Of quantities that are defined together, what any of them reads.
    const together = definedTogether(program.statements, statement);
    reach.set(statement.name.name, new Set(together.flatMap((one) => [...dataReached(one, data, reach)])));
    if (statement.kind !== 'fun') lets.push(statement);
  }
  return new Set(
    lets
      .map(({ name }) => name.name)
      .filter((name) => {
        const used = [...(reach.get(name) ?? [])];
        return (
          used.some((datum) => overRows.has(datum)) &&
          !used.some((datum) => replaced.has(datum) && !overRows.has(datum))
        );
      }),
  );
}

/** The data that a definition reads, through the definitions before it. */
function dataReached(
  statement: Statement,
  data: ReadonlySet<string>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const use = (name: string): void => {
    if (data.has(name)) found.add(name);
    for (const datum of before.get(name) ?? []) found.add(datum);
  };
  walk(statement, (node) => {
    if (!('kind' in node)) return;
    const expr = node as Expr;
    if (expr.kind === 'name') use(expr.name);
    if (expr.kind === 'call') use(expr.callee.name);
  });
  return found;
}
