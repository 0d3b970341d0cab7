/** The data that each quantity of a model depends on, from its text. */
import type {
  Expr,
  FunStatement,
  LetStatement,
  ParamStatement,
  Program,
  Statement,
} from '../../grammar/syntax/ast.ts';
import { definedTogether } from '../../grammar/syntax/recurrence.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import { isSummary } from '../compile/lower/is-summary.ts';
import { dataEntries, observedNames } from './observed-data.ts';

/**
 * For each observed datum the data that its distribution is computed from, through definitions, functions and
 * priors. Summaries of data keep their fitted values and do not count.
 */
export function dataBehind(program: Program): ReadonlyMap<string, ReadonlySet<string>> {
  const data = new Set(dataEntries(program).map(({ name }) => name.name));
  const observed = observedNames(program);
  const reach = new Map<string, ReadonlySet<string>>();
  const found = new Map<string, Set<string>>();
  for (const statement of program.statements) {
    const used = reachedTogether(program, statement, data, reach);
    switch (statement.kind) {
      case 'observe': {
        if (statement.target.kind !== 'name' || !observed.has(statement.target.name)) break;
        const { name } = statement.target;
        // What is expected of a series in a state space depends on its own values before.
        const isSeries =
          statement.distribution.kind === 'call' && statement.distribution.callee.name === 'LinearGaussian';
        found.set(name, new Set([...(found.get(name) ?? []), ...used, ...(isSeries ? [name] : [])]));
        break;
      }
      case 'let':
      case 'deterministic':
      case 'fun':
      case 'param':
      case 'draw':
        reach.set(statement.name.name, used);
        break;
      default:
        break;
    }
  }
  return found;
}

/** The first parameter whose prior is computed from values of an observed datum; null where there is none. */
export function priorFromOutcome(
  program: Program,
): { readonly param: ParamStatement; readonly datum: string } | null {
  const observed = observedNames(program);
  const reach = new Map<string, ReadonlySet<string>>();
  for (const statement of program.statements) {
    if (!isNamed(statement)) continue;
    const used = reachedTogether(program, statement, observed, reach);
    if (statement.kind === 'param') {
      const [datum] = used;
      if (datum !== undefined) return { param: statement, datum };
    }
    reach.set(statement.name.name, used);
  }
  return null;
}

function isNamed(statement: Statement): statement is LetStatement | FunStatement | ParamStatement {
  return ['let', 'deterministic', 'fun', 'param'].includes(statement.kind);
}

/** Data that the distribution of another observed datum is computed from. */
export function feedingData(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, behind] of dataBehind(program)) {
    for (const datum of behind) if (datum !== name) found.add(datum);
  }
  return found;
}

/** Data that `deterministic` or `draw` statements are computed from, through definitions and functions. */
export function derivedFromData(program: Program): Readonly<Record<'draw' | 'deterministic', Set<string>>> {
  const data = new Set(dataEntries(program).map(({ name }) => name.name));
  const reach = new Map<string, ReadonlySet<string>>();
  const found = { draw: new Set<string>(), deterministic: new Set<string>() };
  for (const statement of program.statements) {
    if (!isNamed(statement) && statement.kind !== 'draw') continue;
    const used = reachedTogether(program, statement, data, reach);
    reach.set(statement.name.name, used);
    if (statement.kind !== 'draw' && statement.kind !== 'deterministic') continue;
    for (const datum of used) found[statement.kind].add(datum);
  }
  return found;
}

/** The data that a datum depends on, transitively through observed data. */
export function ancestorsOf(
  name: string,
  behind: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (datum: string): void => {
    for (const parent of behind.get(datum) ?? []) {
      if (found.has(parent)) continue;
      found.add(parent);
      visit(parent);
    }
  };
  visit(name);
  return found;
}

/** Of quantities that are defined together, what any of them reads. */
function reachedTogether(
  program: Program,
  statement: Statement,
  data: ReadonlySet<string>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const together = definedTogether(program.statements, statement);
  return new Set(together.flatMap((one) => [...dataReached(one, data, before)]));
}

function dataReached(
  statement: Statement,
  data: ReadonlySet<string>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  walk(statement, (node) => {
    if (!('kind' in node)) return true;
    const expr = node as Expr;
    if (expr.kind === 'call' && isSummary(expr)) return false;
    if (statement.kind === 'observe' && [statement.target, statement.weight, statement.where].includes(expr))
      return false;
    const name = expr.kind === 'name' ? expr.name : expr.kind === 'call' ? expr.callee.name : null;
    if (name === null) return true;
    if (data.has(name)) found.add(name);
    for (const datum of before.get(name) ?? []) found.add(datum);
    return true;
  });
  return found;
}
