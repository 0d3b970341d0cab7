/** The observed data of a model, and those of them that it also uses elsewhere. */
import type { DataEntry, Program, Statement } from '../../grammar/syntax/ast.ts';
import { walk, walkExpr } from '../../grammar/syntax/walk.ts';
import { isSummary } from '../compile/lower/is-summary.ts';

export function dataEntries(program: Program): readonly DataEntry[] {
  return program.statements.flatMap((s) => (s.kind === 'data' ? s.entries : []));
}

/** Names of the data on the left of an `observe`. */
export function observedNames(program: Program): ReadonlySet<string> {
  const data = new Set(dataEntries(program).map(({ name }) => name.name));
  return new Set(
    program.statements.flatMap((s) =>
      s.kind === 'observe' && s.target.kind === 'name' && data.has(s.target.name) ? [s.target.name] : [],
    ),
  );
}

/** Names of the data whose rows have weights. */
export function weightedNames({ statements }: Program): ReadonlySet<string> {
  return new Set(
    statements.flatMap((s) =>
      s.kind === 'observe' && s.weight !== undefined && s.target.kind === 'name' ? [s.target.name] : [],
    ),
  );
}

/**
 * Names of the data that are censored at bounds which their own values state, as by `cens(y, c)`: where the other
 * rows would have been cut off is not known, so replicated values say nothing of theirs.
 */
export function ownBoundNames({ statements }: Program): ReadonlySet<string> {
  return new Set(
    statements.flatMap((s) => {
      if (s.kind !== 'observe' || s.target.kind !== 'name' || s.distribution.kind !== 'call') return [];
      const { name } = s.target;
      const { callee, args } = s.distribution;
      const reads = args.slice(1).some(({ value }) => {
        let found = false;
        walkExpr(value, (node) => {
          if (node.kind === 'name' && node.name === name) found = true;
        });
        return found;
      });
      return callee.name === 'Censored' && reads ? [name] : [];
    }),
  );
}

/** Whether a datum is nothing but a weight of rows, which predictions do not use. */
export function isOnlyWeight(program: Program, name: string): boolean {
  const isWeight = program.statements.some(
    (s) => s.kind === 'observe' && s.weight?.kind === 'name' && s.weight.name === name,
  );
  return isWeight && firstUse(program, name) === null;
}

/**
 * Whether an observed datum is also used as a number somewhere, so that predictions need its new values: the
 * past of a time series, say. Summaries such as its mean keep their fitted values and do not need them.
 */
export function isRequired(program: Program, name: string): boolean {
  return firstUse(program, name) !== null;
}

/** The first statement that uses a datum as a number, other than as its observed value or in a summary. */
export function firstUse(program: Program, name: string): Statement | null {
  const uses = (statement: Statement): boolean => {
    let found = false;
    walk(statement, (node) => {
      if (!('kind' in node)) return true;
      if (node.kind === 'call' && isSummary(node)) return false;
      const isTarget = statement.kind === 'observe' && statement.target === node;
      if (statement.kind === 'observe' && statement.weight === node) return false;
      if (node.kind === 'name' && node.name === name && !isTarget) found = true;
      return true;
    });
    return found;
  };
  const isOther = ({ kind }: Statement) =>
    ['data', 'predict', 'settings', 'test', 'distribution'].includes(kind);
  return program.statements.find((statement) => !isOther(statement) && uses(statement)) ?? null;
}
