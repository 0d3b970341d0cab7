/** What a program uses, and what its likelihood reaches. Shared by the checks on unused and unreached names. */
import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { ParamStatement, Statement } from '../syntax/ast.ts';

/** Whether anything conditions the unknowns; otherwise the program is only a prior. */
export function hasLikelihood({ program }: Analysis): boolean {
  return program.statements.some(
    (s) => s.kind === 'observe' || s.kind === 'potential' || s.kind === 'formula',
  );
}

export function hasFormula({ program }: Analysis): boolean {
  return program.statements.some((s) => s.kind === 'formula');
}

/** Whether a formula's text mentions the name: its expansion will use it. */
export function inFormula({ program }: Analysis, name: string): boolean {
  return program.statements.some((s) => {
    if (s.kind !== 'formula') return false;
    const further = (s.parameters ?? []).map(({ value }) =>
      (program.text ?? '').slice(value.span.start, value.span.end),
    );
    const text = [s.text.value, ...further].join('\n');
    const words: readonly string[] = text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
    return words.includes(name);
  });
}

export function isUnused(symbol: SymbolInfo): boolean {
  // All names of a formula stand at one place, and all of them are used.
  if (symbol.statement.expanded === true) return false;
  const { span } = symbol.node;
  return symbol.uses.every((u) => u.span.start >= span.start && u.span.end <= span.end);
}

export function paramsOf({
  program,
  references,
}: Analysis): readonly (readonly [ParamStatement, SymbolInfo])[] {
  return program.statements.flatMap((s) => {
    const symbol = s.kind === 'param' ? references.get(s.name) : undefined;
    return s.kind === 'param' && symbol !== undefined ? [[s, symbol] as const] : [];
  });
}

/** Every name that an `observe` or a `potential` depends on, through definitions and priors. */
export function reached({ program, uses }: Analysis): ReadonlySet<SymbolInfo> {
  const likelihood = program.statements.filter((s) => s.kind === 'observe' || s.kind === 'potential');
  return closure(uses, likelihood);
}

/**
 * Whether a parameter's prior depends on parameters informed by data: then it is a predicted group or outcome, and it
 * is intended that no likelihood depends on it.
 */
export function isPrediction(
  { uses }: Analysis,
  statement: ParamStatement,
  informed: ReadonlySet<SymbolInfo>,
): boolean {
  return [...closure(uses, [statement])].some((symbol) => symbol.kind === 'param' && informed.has(symbol));
}

/** The names that some statements use, directly or through definitions and priors. */
export function closure(uses: Analysis['uses'], from: readonly Statement[]): ReadonlySet<SymbolInfo> {
  const seen = new Set<SymbolInfo>();
  const pending = from.flatMap((statement) => [...(uses.get(statement) ?? [])]);
  for (let symbol = pending.pop(); symbol !== undefined; symbol = pending.pop()) {
    if (seen.has(symbol)) continue;
    seen.add(symbol);
    if (symbol.statement.kind !== 'data' && symbol.statement.kind !== 'dim')
      pending.push(...(uses.get(symbol.statement) ?? []));
  }
  return seen;
}
