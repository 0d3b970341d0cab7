/** Columns and outcomes that are the same in all rows: the scales of priors divide by their standard deviation. */
import type { LoadedData } from '../data.ts';
import type { Expr } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import type { DesignColumn } from './design.ts';
import type { PriorLine, TermDesign } from './statements.ts';

/** What a column is in a row. */
type ValueAt = (row: number) => number;

export interface FlatColumn {
  /** `x`, `site[B]`, `a[u]:b[v]`. */
  readonly name: string;
  /** Whether its effect varies by group. */
  readonly byGroup: boolean;
  readonly message: string;
}

/** The columns without spread whose effects take the prior that a formula gives. */
export function flatColumns(
  { columns, groups }: TermDesign,
  prefix: string,
  priors: readonly PriorLine[],
  data: LoadedData | undefined,
): readonly FlatColumn[] {
  if (data === undefined) return [];
  const isStated = (name: string, element?: string) =>
    priors.some((prior) => prior.name === name && (prior.element ?? element) === element);
  const flat = (column: DesignColumn, prior: string, byGroup = false): readonly FlatColumn[] => {
    const value = flatValue(column.expression, data);
    if (value === null) return [];
    const { name } = column;
    const what =
      value === 0 && /\[/.test(name)
        ? `no row tells of \`${name}\``
        : `\`${name}\` has the same value in all rows`;
    return [
      {
        name,
        byGroup,
        message: `${what}, so the prior of its effect has no scale: leave it out, or state a prior, \`prior ${prior}\``,
      },
    ];
  };
  return [
    ...columns.flatMap((column) =>
      isStated(`${prefix}b`, column.name)
        ? []
        : flat(column, `${prefix}b[${JSON.stringify(column.name)}] ~ Normal(0, 1)`),
    ),
    ...groups.flatMap((group) => {
      const name = `${prefix}sd_${group.name}`;
      return isStated(name)
        ? []
        : group.columns.flatMap((column) => flat(column, `${name} ~ HalfNormal(1)`, true));
    }),
  ];
}

/** What keeps an outcome from giving priors their scale. @param least the least value that counts, itself excluded */
export function flatOutcome(
  outcome: string,
  least: number,
  data: LoadedData | undefined,
): string | undefined {
  const values = data?.arrays.get(outcome)?.values.filter((y) => Number.isFinite(y) && y > least);
  if (values === undefined) return undefined;
  const above = least === 0 ? ' above 0' : '';
  const advice =
    'the priors of a formula take their scale from the spread of the outcome: expected two different values or more, or a line `prior NAME ~ …` for each unknown';
  if (values.length < 2)
    return `\`${outcome}\` has ${values.length === 0 ? 'no value' : 'one value'}${above}; ${advice}`;
  return values.every((y) => y === values[0])
    ? `\`${outcome}\` has the same value in all rows${above === '' ? '' : ' where it is above 0'}; ${advice}`
    : undefined;
}

/** The value that a column has in every row; null where it has several, or where that is not known here. */
function flatValue(expression: string, data: LoadedData): number | null {
  const [statement] = parse(`let column = ${expression}`).program.statements;
  if (statement?.kind !== 'let') return null;
  const rows = new Set<number>();
  const at = valueAt(statement.value, data, rows);
  const [size, ...others] = rows;
  if (at === null || size === undefined || others.length > 0) return null;
  let only: number | null = null;
  for (let row = 0; row < size; row++) {
    const value = at(row);
    if (Number.isNaN(value)) continue;
    if (only !== null && value !== only) return null;
    only = value;
  }
  return only;
}

/** @param rows the sizes of the data that it uses */
function valueAt(expr: Expr, data: LoadedData, rows: Set<number>): ValueAt | null {
  switch (expr.kind) {
    case 'number':
      return () => expr.value;
    case 'name': {
      const array = data.arrays.get(expr.name);
      if (array === undefined || array.dims.length !== 1) return null;
      rows.add(array.values.length);
      return (row) => array.values[row];
    }
    case 'unary': {
      const x = valueAt(expr.operand, data, rows);
      return x === null || expr.op !== '-' ? null : (row) => -x(row);
    }
    case 'binary': {
      const { left, right, op } = expr;
      if (op === '==' && left.kind === 'name' && right.kind === 'string')
        return isLabel(left.name, right.value, data, rows);
      const [x, y] = [valueAt(left, data, rows), valueAt(right, data, rows)];
      const of = operators[op];
      return x === null || y === null || of === undefined ? null : (row) => of(x(row), y(row));
    }
    case 'call': {
      const [arg] = expr.args;
      if (expr.args.length !== 1 || arg.by !== undefined || arg.over !== undefined) return null;
      const x = valueAt(arg.value, data, rows);
      const of = functions[expr.callee.name];
      if (x === null) return null;
      if (of !== undefined) return (row) => of(x(row));
      if (expr.callee.name !== 'mean' || arg.value.kind !== 'name') return null;
      const values = data.arrays.get(arg.value.name)?.values ?? new Float64Array(0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return () => mean;
    }
    default:
      return null;
  }
}

const functions: Readonly<Partial<Record<string, (x: number) => number>>> = {
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
};

const operators: Readonly<Partial<Record<string, (x: number, y: number) => number>>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '^': (x, y) => x ** y,
  '>=': (x, y) => Number(x >= y),
};

function isLabel(name: string, label: string, data: LoadedData, rows: Set<number>): ValueAt | null {
  const array = data.arrays.get(name);
  const dim = array?.labelsOf == null ? undefined : data.dims.get(array.labelsOf);
  const position = dim?.labels.indexOf(label) ?? -1;
  if (array === undefined || position < 0 || array.dims.length !== 1) return null;
  rows.add(array.values.length);
  return (row) => Number(array.values[row] === position + 1);
}
