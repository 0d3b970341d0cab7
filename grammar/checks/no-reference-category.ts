import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Dim } from '../shapes/type.ts';
import type { CallExpr, Expr, ObserveStatement, ParamStatement } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { isFlat } from './improper-posterior.ts';
import { defined, linkedPredictors } from './link-terms.ts';

export const noReferenceCategory: ProgramCheck = {
  code: 'no-reference-category',
  severity: 'warning',
  title: 'Categories without one to compare with, under a flat prior',
  doc: 'A softmax sees only differences: one number added to the terms of all categories changes no probability. Where each category has a coefficient of its own and their prior is flat, nothing holds their common level, and the posterior is improper. `param a[k]: sum_to_zero ~ …` fixes the level; so does a category whose coefficient is 0; a proper prior holds it loosely.',
  find: checkNoReferenceCategory,
};

/** Distributions over categories. */
const categorical: ReadonlySet<string> = new Set(['Categorical', 'Multinomial']);

function checkNoReferenceCategory(analysis: Analysis): readonly Diagnostic[] {
  const found = new Map<SymbolInfo, Diagnostic>();
  for (const observe of analysis.program.statements) {
    if (observe.kind !== 'observe' || observe.distribution.kind !== 'call') continue;
    if (!categorical.has(observe.distribution.callee.name)) continue;
    for (const [symbol, finding] of freeLevels(analysis, observe, observe.distribution))
      if (!found.has(symbol)) found.set(symbol, finding);
  }
  return [...found.values()];
}

function freeLevels(
  analysis: Analysis,
  { target }: ObserveStatement,
  call: CallExpr,
): readonly (readonly [SymbolInfo, Diagnostic])[] {
  const y = (analysis.program.text ?? '').slice(target.span.start, target.span.end);
  return linkedPredictors(analysis, call).flatMap(({ predictor }) => {
    const written = defined(analysis, predictor);
    if (written.kind === 'list') return freeList(analysis, written.elements, y);
    const type = analysis.types.get(predictor);
    const category = type?.kind === 'array' ? type.dims.at(-1) : undefined;
    if (category === undefined) return [];
    return coefficientsIn(analysis, predictor).flatMap(([symbol, statement]) => {
      const own = symbol.type.kind === 'array' ? symbol.type.dims.at(-1) : undefined;
      if (own === undefined || !isSame(own, category)) return [];
      if (statement.type !== undefined || !isFlat(statement, symbol)) return [];
      return [[symbol, finding(symbol, statement, y)] as const];
    });
  });
}

function isSame(one: Dim, other: Dim): boolean {
  if (one.kind === 'named') return other.kind === 'named' && one.name === other.name;
  return other.kind === 'anonymous' && one.size !== null && one.size === other.size;
}

/** `[a1, a2, a3]`: each category has its own free term. */
function freeList(
  analysis: Analysis,
  elements: readonly Expr[],
  y: string,
): readonly (readonly [SymbolInfo, Diagnostic])[] {
  const free = elements.map((element) =>
    coefficientsIn(analysis, element).filter(([symbol, statement]) => isFlat(statement, symbol)),
  );
  if (free.length < 2 || free.some((params) => params.length === 0)) return [];
  const [[first]] = free;
  const names = [...new Set(free.map(([[{ name }]]) => name))];
  if (names.length < free.length) return [];
  const [symbol, statement] = first;
  const message = `the common level of \`${names.join('`, `')}\` is not identified: one number added to all of them changes no probability of \`${y}\`, and their priors are flat; write 0 for one of them`;
  return [[symbol, diagnose(noReferenceCategory, statement.prior.span, message, { names })]];
}

function finding(symbol: SymbolInfo, statement: ParamStatement, y: string): Diagnostic {
  return diagnose(
    noReferenceCategory,
    statement.prior.span,
    `the common level of \`${symbol.name}\` is not identified: one number added to it in all categories changes no probability of \`${y}\`, and its prior is flat; make it \`sum_to_zero\``,
    { fixes: sumToZero(statement), names: [symbol.name] },
  );
}

/** Between `[k]` and `~`. */
function sumToZero({ name, dims }: ParamStatement): readonly Fix[] {
  const last = dims.at(-1);
  if (last === undefined || dims.length !== 1) return [];
  const end = last.span.end + 1;
  return [
    {
      title: `Make \`${name.name}\` \`sum_to_zero\``,
      edits: [{ span: { start: end, end }, newText: ': sum_to_zero' }],
    },
  ];
}

/** Parameters among the terms of a sum, alone or times something, through definitions. */
function coefficientsIn(analysis: Analysis, expr: Expr): readonly (readonly [SymbolInfo, ParamStatement])[] {
  const found: (readonly [SymbolInfo, ParamStatement])[] = [];
  const pending: Expr[] = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const at = defined(analysis, next);
    if (at.kind === 'binary' && '+-*@'.includes(at.op)) pending.push(at.left, at.right);
    else if (at.kind === 'unary' && at.op === '-') pending.push(at.operand);
    const symbol = at.kind === 'name' ? analysis.references.get(at) : undefined;
    if (symbol?.kind === 'param' && symbol.statement.kind === 'param') found.push([symbol, symbol.statement]);
  }
  return found;
}
