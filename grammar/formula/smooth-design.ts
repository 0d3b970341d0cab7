/** The smooth terms of a formula over the data. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';
import type { DesignColumn } from './design.ts';
import { functionsOf } from './process-basis.ts';
import type { By, SmoothDesign } from './smooth-statements.ts';
import type { Smooth } from './smooth-term.ts';
import { processDefaults } from './spectrum.ts';
import { splineBasis } from './spline-basis.ts';

interface Source {
  readonly entries: ReadonlyMap<string, DataEntry>;
  readonly data: LoadedData | undefined;
  readonly report: (at: number, length: number, message: string) => void;
}

/** Functions of an approximate process, at most; and how many there are of several inputs unless stated. */
const MOST_FUNCTIONS = 5000;
const FUNCTIONS = 400;

/** Null where the term has been reported as wrong. */
export function smoothDesign(smooth: Smooth, source: Source): SmoothDesign | null {
  const { at, text, inputs } = smooth;
  const { data, report } = source;
  const wrong = (message: string) => {
    report(at, text.length, message);
    return null;
  };
  const rows = inputs.map((datum) => columnOf(datum, source));
  const unread = rows.find((row) => row.kind === 'error');
  if (unread?.kind === 'error') return wrong(unread.message);
  const by = smooth.by === undefined ? undefined : byOf(smooth.by.datum, source);
  if (by?.kind === 'error') return wrong(by.message);
  if (rows.some(({ kind }) => kind === 'none') || by?.kind === 'none') return null;
  const [first] = rows;
  const row = first.kind === 'ok' ? first.row : '';
  const other = inputs.find((_, i) => {
    const own = rows[i];
    return own.kind === 'ok' && own.row !== row;
  });
  if (other !== undefined) return wrong(`\`${other}\` and \`${inputs[0]}\` are over different rows`);
  const common = {
    name: [...inputs, ...(smooth.by === undefined ? [] : [smooth.by.datum])].join('_'),
    row,
    ...(by?.kind === 'ok' ? { by: by.by } : {}),
  };
  const values = inputs.map((datum) => [...(data?.arrays.get(datum)?.values ?? [])].filter(Number.isFinite));
  if (smooth.kind === 'hsgp') {
    const flat = inputs.find((_, i) => new Set(values[i]).size === 1);
    if (flat !== undefined) return wrong(`\`${flat}\` has the same value in all rows: expected two or more`);
    const { functions, boundary, kernel, shared } = smooth;
    const most = inputs.length === 1 ? undefined : Math.floor(FUNCTIONS ** (1 / inputs.length));
    const of = (given: readonly number[] | undefined, i: number) => given?.[given.length === 1 ? 0 : i];
    const axes = inputs.map((datum, i) => {
      const [m, c] = [of(functions, i), of(boundary, i)];
      const stated = {
        ...(m === undefined ? {} : { functions: m }),
        ...(c === undefined ? {} : { boundary: c }),
      };
      return { datum, ...processDefaults(kernel, stated, most) };
    });
    const count = functionsOf(axes);
    if (count > MOST_FUNCTIONS)
      return wrong(
        `\`m\` functions along each input are ${count} together: expected ${MOST_FUNCTIONS} at most`,
      );
    return { ...common, kind: 'hsgp', inputs: axes, kernel, shared };
  }
  const [datum] = inputs;
  const [x] = values;
  const distinct = new Set(x).size;
  // Where the data cannot be read, that is reported: any basis will do.
  const points = distinct === 0 ? Array.from({ length: smooth.knots }, (_, i) => i) : x;
  if (distinct > 0 && distinct < smooth.knots) {
    const advice =
      distinct < 3
        ? `expected three or more; write \`${datum}\` for a straight line`
        : `expected as many knots at most, \`s(${datum}, k = ${distinct})\``;
    return wrong(
      `\`${datum}\` has ${distinct} distinct values, fewer than the ${smooth.knots} knots of the curve: ${advice}`,
    );
  }
  return { ...common, kind: 's', datum, basis: splineBasis(points, smooth.knots) };
}

type ColumnRead =
  | { readonly kind: 'ok'; readonly row: string }
  | { readonly kind: 'error'; readonly message: string }
  /** No datum: that is reported. */
  | { readonly kind: 'none' };

function columnOf(datum: string, { entries }: Source): ColumnRead {
  const entry = entries.get(datum);
  if (entry === undefined) return { kind: 'none' };
  const [dim, ...more] = entry.dims;
  const isNumbers = entry.type.name === 'real' || entry.type.name === 'int';
  if (!isNumbers || more.length > 0 || dim?.kind !== 'dimName')
    return {
      kind: 'error',
      message: `\`${datum}\` is no column of numbers: a curve is over a datum such as \`${datum} : real[row]\``,
    };
  if (entry.optional)
    return {
      kind: 'error',
      message: `\`${datum}\` may have missing values, and a curve needs all: leave their rows out, \`data from … where known(${datum})\``,
    };
  return { kind: 'ok', row: dim.name };
}

type ByRead =
  | { readonly kind: 'ok'; readonly by: By }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'none' };

function byOf(datum: string, { entries, data }: Source): ByRead {
  const entry = entries.get(datum);
  if (entry === undefined) return { kind: 'none' };
  if (entry.optional || entry.dims.length !== 1)
    return {
      kind: 'error',
      message: `\`by = ${datum}\` takes a datum of labels or numbers over the rows, without missing values`,
    };
  if (['real', 'int', 'bool'].includes(entry.type.name)) return { kind: 'ok', by: { kind: 'times', datum } };
  const dim = entry.type.name;
  return { kind: 'ok', by: { kind: 'levels', datum, dim, levels: data?.dims.get(dim)?.labels ?? [] } };
}

/** A spline's penalty leaves straight lines alone: they are effects like others, one for each level. */
export function straightLines(
  smooth: SmoothDesign,
  isLinear: (datum: string) => boolean,
): readonly DesignColumn[] {
  if (smooth.kind !== 's') return [];
  const { by, datum } = smooth;
  const line = { name: `s(${datum})`, expression: datum };
  if (by === undefined) return [line];
  const from = `(${datum} - mean(${datum}))`;
  if (by.kind === 'levels')
    return by.levels.map((level) => ({
      name: `${line.name}:${by.datum}[${level}]`,
      expression: `${from} * (${by.datum} == ${JSON.stringify(level)})`,
    }));
  // The curve that is multiplied has a level too.
  return [
    ...(isLinear(by.datum) ? [] : [{ name: by.datum, expression: by.datum }]),
    { name: `${line.name}:${by.datum}`, expression: `${from} * ${by.datum}` },
  ];
}

/** What keeps two terms from standing in one sum. */
export function repeatedSmooth(
  smooths: readonly Smooth[],
  isLinear: (datum: string) => boolean,
): { readonly smooth: Smooth; readonly message: string } | undefined {
  for (const [i, smooth] of smooths.entries()) {
    const { kind, text } = smooth;
    if (smooths.findIndex((other) => other.kind === kind && keyOf(other) === keyOf(smooth)) < i)
      return { smooth, message: `\`${kind}(${keyOf(smooth)})\` stands twice in the formula: write one` };
    const [datum] = smooth.inputs;
    if (kind === 's' && smooth.by === undefined && isLinear(datum))
      return {
        smooth,
        message: `\`${text}\` has the straight line of \`${datum}\` as a column of its own: leave the term \`${datum}\` out`,
      };
  }
  return undefined;
}

const keyOf = ({ inputs, by }: Smooth) =>
  [...inputs, ...(by === undefined ? [] : [`by = ${by.datum}`])].join(', ');
