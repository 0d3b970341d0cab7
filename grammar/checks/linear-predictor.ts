/** The columns of a linear predictor: the factor of each coefficient, row by row, as far as determined by data. */
import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr, IndexExpr, ParamStatement } from '../syntax/ast.ts';
import { type DataValues, dataValuesOf } from './data-values.ts';
import { defined } from './link-terms.ts';

export interface Column {
  readonly coefficient: SymbolInfo;
  readonly statement: ParamStatement;
  /** The coefficient in words: `b`, or `b[north]`. */
  readonly name: string;
  /** Its factor as written; null for an intercept or the effect of a group. */
  readonly predictor: string | null;
  readonly kind: 'intercept' | 'predictor' | 'group';
  readonly values: Float64Array;
}

/** Terms of other forms are left out. */
export function columnsOf(analysis: Analysis, predictor: Expr, rows: number): readonly Column[] {
  const columns: Column[] = [];
  const pending: Expr[] = [predictor];
  const entered = new Set<Expr>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const at = defined(analysis, next);
    if (at !== next && entered.has(at)) continue;
    entered.add(at);
    if (at.kind === 'binary' && (at.op === '+' || at.op === '-')) pending.push(at.left, at.right);
    else if (at.kind === 'unary' && at.op === '-') pending.push(at.operand);
    else columns.push(...termColumns(analysis, at, rows));
  }
  return columns;
}

function termColumns(analysis: Analysis, at: Expr, rows: number): readonly Column[] {
  if (at.kind === 'binary' && at.op === '@') return matrixColumns(analysis, at.left, at.right, rows);
  if (at.kind !== 'binary' || at.op !== '*') return coefficientColumns(analysis, at, null, null, rows);
  for (const [data, other] of [
    [at.left, at.right],
    [at.right, at.left],
  ]) {
    const values = overRows(dataValuesOf(analysis, data), rows);
    if (values === null) continue;
    const words = (analysis.program.text ?? '').slice(data.span.start, data.span.end);
    return coefficientColumns(analysis, other, values, words, rows);
  }
  return [];
}

function coefficientColumns(
  analysis: Analysis,
  at: Expr,
  values: Float64Array | null,
  predictor: string | null,
  rows: number,
): readonly Column[] {
  const symbol = analysis.references.get(at.kind === 'index' ? at.target : at);
  const statement = symbol?.statement;
  if (symbol?.kind !== 'param' || statement?.kind !== 'param') return [];
  const ones = values ?? new Float64Array(rows).fill(1);
  if (at.kind === 'index') return groupColumns(analysis, at, symbol, statement, ones, predictor, rows);
  if (symbol.type.kind === 'array' && symbol.type.dims.length > 0) return [];
  const kind = values === null ? 'intercept' : 'predictor';
  return [{ coefficient: symbol, statement, name: symbol.name, predictor, kind, values: ones }];
}

/** One for each group that has rows. */
function groupColumns(
  analysis: Analysis,
  { args }: IndexExpr,
  coefficient: SymbolInfo,
  statement: ParamStatement,
  ones: Float64Array,
  predictor: string | null,
  rows: number,
): readonly Column[] {
  const [arg, ...more] = args;
  if (arg === undefined || arg.kind === 'range' || more.length > 0) return [];
  const groups = overRows(dataValuesOf(analysis, arg), rows);
  const dim = coefficient.type.kind === 'array' ? coefficient.type.dims[0] : undefined;
  if (groups === null || dim === undefined) return [];
  const labels = dim.kind === 'named' ? analysis.data?.dims.get(dim.name)?.labels : undefined;
  return [...new Set(groups)]
    .sort((a, b) => a - b)
    .map((group) => ({
      coefficient,
      statement,
      name: `${coefficient.name}[${labels?.[group - 1] ?? group}]`,
      predictor,
      kind: 'group',
      values: Float64Array.from(ones, (value, i) => (groups[i] === group ? value : 0)),
    }));
}

/** `X @ b`: a column of the matrix for each coefficient. */
function matrixColumns(analysis: Analysis, left: Expr, right: Expr, rows: number): readonly Column[] {
  const matrix = dataValuesOf(analysis, left);
  const coefficient = analysis.references.get(right);
  const statement = coefficient?.statement;
  if (matrix === null || coefficient?.kind !== 'param' || statement?.kind !== 'param') return [];
  if (matrix.dims.length !== 2 || matrix.dims[0].size !== rows) return [];
  const [, { size, name }] = matrix.dims;
  const labels = name === null ? undefined : analysis.data?.dims.get(name)?.labels;
  const words = (analysis.program.text ?? '').slice(left.span.start, left.span.end);
  return Array.from({ length: size }, (_, k) => ({
    coefficient,
    statement,
    name: `${coefficient.name}[${labels?.[k] ?? k + 1}]`,
    predictor: `${words}[, ${labels?.[k] ?? k + 1}]`,
    kind: 'predictor',
    values: Float64Array.from({ length: rows }, (_, i) => matrix.values[i * size + k]),
  }));
}

/** A value for each row; null where there are others. */
function overRows(found: DataValues | null, rows: number): Float64Array | null {
  if (found === null || found.first !== 1) return null;
  if (found.dims.length === 0) return new Float64Array(rows).fill(found.values[0]);
  return found.dims.length === 1 && found.dims[0].size === rows ? Float64Array.from(found.values) : null;
}
