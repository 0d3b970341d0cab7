/** The smooth terms of a formula over the data. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';
import type { SmoothDesign } from './smooth-statements.ts';
import type { Smooth } from './smooth-term.ts';
import { splineBasis } from './spline-basis.ts';

interface Source {
  readonly entries: ReadonlyMap<string, DataEntry>;
  readonly data: LoadedData | undefined;
  readonly report: (at: number, length: number, message: string) => void;
}

/** Null where the term has been reported as wrong. */
export function smoothDesign(smooth: Smooth, { entries, data, report }: Source): SmoothDesign | null {
  const { datum, at, text } = smooth;
  const wrong = (message: string) => {
    report(at, text.length, message);
    return null;
  };
  const entry = entries.get(datum);
  if (entry === undefined) return null;
  const [dim, ...more] = entry.dims;
  const isNumbers = entry.type.name === 'real' || entry.type.name === 'int';
  if (!isNumbers || more.length > 0 || dim?.kind !== 'dimName')
    return wrong(
      `\`${datum}\` is no column of numbers: a curve is over a datum such as \`${datum} : real[row]\``,
    );
  if (entry.optional)
    return wrong(
      `\`${datum}\` may have missing values, and a curve needs all: leave their rows out, \`data from … where known(${datum})\``,
    );
  const values = [...(data?.arrays.get(datum)?.values ?? [])].filter(Number.isFinite);
  const distinct = new Set(values).size;
  const row = dim.name;
  if (smooth.kind === 'hsgp') {
    if (distinct === 1) return wrong(`\`${datum}\` has the same value in all rows: expected two or more`);
    const { functions, boundary, kernel } = smooth;
    return { kind: 'hsgp', datum, row, functions, boundary, kernel };
  }
  // Where the data cannot be read, that is reported: any basis will do.
  const x = distinct === 0 ? Array.from({ length: smooth.knots }, (_, i) => i) : values;
  if (distinct > 0 && distinct < smooth.knots) {
    const advice =
      distinct < 3
        ? `expected three or more; write \`${datum}\` for a straight line`
        : `expected as many knots at most, \`s(${datum}, k = ${distinct})\``;
    return wrong(
      `\`${datum}\` has ${distinct} distinct values, fewer than the ${smooth.knots} knots of the curve: ${advice}`,
    );
  }
  return { kind: 's', datum, row, basis: splineBasis(x, smooth.knots) };
}

/** What keeps two terms from standing in one sum. */
export function repeatedSmooth(
  smooths: readonly Smooth[],
  isLinear: (datum: string) => boolean,
): { readonly smooth: Smooth; readonly message: string } | undefined {
  for (const [i, smooth] of smooths.entries()) {
    const { kind, datum, text } = smooth;
    if (smooths.findIndex((other) => other.kind === kind && other.datum === datum) < i)
      return { smooth, message: `\`${kind}(${datum})\` stands twice in the formula: write one` };
    if (kind === 's' && isLinear(datum))
      return {
        smooth,
        message: `\`${text}\` has the straight line of \`${datum}\` as a column of its own: leave the term \`${datum}\` out`,
      };
  }
  return undefined;
}
