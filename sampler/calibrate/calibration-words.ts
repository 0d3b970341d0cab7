/** What a calibration says beside its ranks: lines of the model, and fits that are missing or in doubt. */
import type { Program, Statement } from '../../grammar/syntax/ast.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { SimulationRecord } from './simulations.ts';

/** Share of simulations without a fit from which on the ranks are not those of the prior. */
export const MOST_FAILED = 0.05;

type Fitted = Extract<SimulationRecord, { readonly kind: 'fitted' }>;
type Failed = Extract<SimulationRecord, { readonly kind: 'failed' }>;

/** 0-based line of each parameter's declaration, and of each datum whose missing values are unknowns. */
export function linesOfUnknowns(program: Program, modelText: string): ReadonlyMap<string, number> {
  const locate = createLineIndex(modelText);
  return new Map(
    program.statements.flatMap((statement) =>
      unknownsIn(statement).map(([name, start]) => [name, locate(start).line] as const),
    ),
  );
}

function unknownsIn(statement: Statement): readonly (readonly [string, number])[] {
  if (statement.kind === 'param') return [[statement.name.name, statement.name.span.start]];
  if (statement.kind !== 'data') return [];
  return statement.entries.map(({ name }) => [`${name.name}_missing`, name.span.start]);
}

export function warningsOf(fitted: readonly Fitted[], failed: readonly Failed[]): readonly string[] {
  const all = fitted.length + failed.length;
  const warnings: string[] = [];
  if (failed.length > 0) {
    const [{ message }] = failed;
    const much = failed.length > MOST_FAILED * all;
    warnings.push(
      `${failed.length} of ${all} simulations could not be fitted (the first: ${message})${much ? '; the ranks are those of the others, not of the prior: choose a prior under which all data can be fitted' : ''}`,
    );
  }
  const doubtful = fitted.filter(({ reasons }) => reasons.length > 0);
  if (doubtful.length > 0) {
    const counts = new Map<string, number>();
    for (const { reasons } of doubtful)
      for (const reason of new Set(reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const listed = [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ');
    warnings.push(
      `${doubtful.length} of ${fitted.length} fits fail a diagnostic (${listed}): ranks that are not uniform may come from there`,
    );
  }
  return warnings;
}
