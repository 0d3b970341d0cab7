/** The rows of an outcome: the data over them, and a row in the middle of each datum. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Assignment, Expr, Program } from '../../grammar/syntax/ast.ts';
import { dataBehind } from './data-dependencies.ts';
import { noSpan } from './data-statements.ts';
import { numberText } from './format-number.ts';
import { observedNames } from './observed-data.ts';

/** Values of the data over an outcome's rows. */
interface MiddleRows {
  readonly assignments: readonly Assignment[];
  /** Data that are held, and their values as text. */
  readonly held: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Rows at values of one predictor, with all else at its middle.
 * @param datum the outcome. @param set values of other data in place of their middle
 */
export function middleRows(
  { program, data }: { readonly program: Program; readonly data: LoadedData },
  datum: string,
  predictor: string,
  values: readonly Expr[],
  set: ReadonlyMap<string, Expr> = new Map(),
): MiddleRows {
  const held: { name: string; value: string }[] = [];
  const rows = data.arrays.get(datum)?.dims[0]?.name ?? null;
  const assignments = rowData(program, data, rows, datum).map((array): Assignment => {
    if (array.name === predictor) return assignment(array.name, values);
    const own = array.dims.length === 1 ? set.get(array.name) : undefined;
    const row = own === undefined ? middleRow(array, data) : [own];
    held.push({ name: array.name, value: row.map(textOf).join(', ') });
    const value =
      array.dims.length === 1
        ? row[0]
        : shaped(
            row,
            array.dims.slice(1).map((dim) => dim.size),
          );
    return assignment(
      array.name,
      values.map(() => value),
    );
  });
  return { assignments, held };
}

/** A parameter per row is redrawn at each point of a line, which would hide the effect of the predictor. */
export function hasParamsOver(program: Program, rows: string | null): boolean {
  return program.statements.some(
    (statement) =>
      statement.kind === 'param' && statement.dims.some((dim) => dim.kind === 'dimName' && dim.name === rows),
  );
}

/** Data over these rows, other than outcomes that this one does not depend on. */
export function rowData(
  program: Program,
  data: LoadedData,
  rows: string | null,
  datum: string,
): readonly DataArray[] {
  const observed = observedNames(program);
  const behind = dataBehind(program).get(datum);
  if (rows === null) return [];
  return [...data.arrays.values()].filter(
    ({ name, dims }) => dims[0]?.name === rows && (!observed.has(name) || behind?.has(name) === true),
  );
}

/** A number per row that varies. */
export function isNumericPredictor({ dims, element, labelsOf, values }: DataArray): boolean {
  if (dims.length !== 1 || labelsOf !== null || element === 'bool') return false;
  return values.every(Number.isFinite) && values.some((value) => value !== values[0]);
}

/** Its range: whole numbers for whole numbers, else `points` of equal distance. */
export function grid({ values, element }: DataArray, points: number): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (element === 'int') {
    const step = Math.max(1, Math.ceil((high - low) / (points - 1)));
    return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  }
  return Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
}

/** Means of real numbers, else the most frequent value, for each element of a row. */
function middleRow({ values, dims, element, labelsOf }: DataArray, data: LoadedData): Expr[] {
  const size = dims.slice(1).reduce((product, dim) => product * dim.size, 1);
  return Array.from({ length: size }, (_, k) => {
    const column = values.filter((value, i) => i % size === k && !Number.isNaN(value));
    if (element === 'real') return literal(column.reduce((a, b) => a + b, 0) / column.length);
    const counts = new Map<number, number>();
    for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
    const [common] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
    const label = labelsOf === null ? undefined : data.dims.get(labelsOf)?.labels[common - 1];
    if (label !== undefined) return { kind: 'string', value: label, span: noSpan };
    return element === 'bool' ? { kind: 'bool', value: common !== 0, span: noSpan } : literal(common);
  });
}

function assignment(name: string, elements: readonly Expr[]): Assignment {
  const value: Expr = { kind: 'list', elements, span: noSpan };
  return { name: { name, span: noSpan }, value, span: noSpan };
}

export function literal(value: number): Expr {
  const number: Expr = {
    kind: 'number',
    value: Math.abs(value),
    isInteger: Number.isInteger(value),
    span: noSpan,
  };
  return value < 0 ? { kind: 'unary', op: '-', operand: number, span: noSpan } : number;
}

function shaped(row: readonly Expr[], sizes: readonly number[]): Expr {
  const [size, ...rest] = sizes;
  const width = row.length / size;
  const elements = Array.from({ length: size }, (_, i) => {
    const part = row.slice(i * width, (i + 1) * width);
    return rest.length === 0 ? part[0] : shaped(part, rest);
  });
  return { kind: 'list', elements, span: noSpan };
}

function textOf(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return numberText(expr.value);
    case 'unary':
      return `-${textOf(expr.operand)}`;
    case 'string':
      return expr.value;
    default:
      return expr.kind === 'bool' ? String(expr.value) : '';
  }
}
