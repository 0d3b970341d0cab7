/**
 * Summaries of predicted data. `mean(x)` in a predictor is part of the fit and keeps its value; `deterministic total =
 * sum(y)`, on which nothing in the fit depends, is recomputed from the new outcomes.
 */
import type { CallExpr, Expr, LetStatement, Program, Statement } from '../../grammar/syntax/ast.ts';
import { definedTogether } from '../../grammar/syntax/recurrence.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import type { Site } from '../compile/lower/data-summaries.ts';
import { isSummary } from '../compile/lower/is-summary.ts';

/** @param outcomes observed data that are drawn or set. */
export function liveSummaries(program: Program, outcomes: ReadonlySet<string>): ReadonlySet<Site> {
  const inFit = namesInFit(program);
  const found = new Set<Site>();
  /** Definitions that are computed from an outcome. */
  const reached = new Set(outcomes);
  for (const statement of program.statements) {
    if (!isDefinition(statement) && statement.kind !== 'fun') continue;
    if (!mentions(statement, reached)) continue;
    reached.add(statement.name.name);
    if (!isDefinition(statement) || inFit.has(statement.name.name)) continue;
    found.add(statement);
    for (const call of summariesIn(statement)) if (mentions(call, reached)) found.add(call);
  }
  return found;
}

function isDefinition(statement: Statement): statement is LetStatement {
  return statement.kind === 'let' || statement.kind === 'deterministic';
}

/** Names that the density depends on. */
function namesInFit({ statements }: Program): ReadonlySet<string> {
  const used = new Set<string>();
  for (const statement of statements.toReversed()) {
    const isNamed = isDefinition(statement) || statement.kind === 'fun';
    const isInFit = isNamed
      ? definedTogether(statements, statement).some((one) => 'name' in one && used.has(one.name.name))
      : ['param', 'observe', 'potential'].includes(statement.kind);
    if (isInFit) for (const name of namesIn(statement)) used.add(name);
  }
  return used;
}

function summariesIn(statement: LetStatement): readonly CallExpr[] {
  const calls: CallExpr[] = [];
  walk(statement, (node) => {
    const expr = node as Expr;
    if ('kind' in node && expr.kind === 'call' && isSummary(expr)) calls.push(expr);
  });
  return calls;
}

function mentions(node: Statement | CallExpr, names: ReadonlySet<string>): boolean {
  return namesIn(node).some((name) => names.has(name));
}

function namesIn(node: Statement | CallExpr): readonly string[] {
  const names: string[] = [];
  walk(node, (inner) => {
    if (!('kind' in inner)) return;
    const expr = inner as Expr;
    if (expr.kind === 'name') names.push(expr.name);
    if (expr.kind === 'call') names.push(expr.callee.name);
  });
  return names;
}
