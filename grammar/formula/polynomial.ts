/** `poly(x, 2)`: orthogonal polynomials over the rows, as R's `poly` has them. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';

interface Polynomial {
  /** What the polynomials are of: a datum, or an expression of data. */
  readonly of: string;
  readonly degree: number;
}

/** Undefined where the factor is none; null where it is one that cannot be read. */
export function polynomialOf(factor: string): Polynomial | null | undefined {
  if (!/^poly\(/.test(factor)) return undefined;
  const found = /^poly\(\s*(.+?)\s*,\s*(?:degree\s*=\s*)?(\d+)\s*\)$/u.exec(factor);
  if (found === null) return null;
  const [, of, degree] = found;
  return { of, degree: Number(degree) };
}

export function polynomialProblem(
  factor: string,
  {
    entries,
    data,
  }: { readonly entries: ReadonlyMap<string, DataEntry>; readonly data: LoadedData | undefined },
): string | undefined {
  const found = polynomialOf(factor);
  if (found === undefined) return undefined;
  if (found === null || found.degree < 1 || found.degree > 20)
    return 'expected `poly(x, 2)`: a datum of numbers, and the highest power, 1 to 20; powers as they are: `x + I(x^2)`';
  const { of, degree } = found;
  const entry = entries.get(of);
  if (entry !== undefined && entry.type.name !== 'real' && entry.type.name !== 'int')
    return `\`${of}\` is \`${entry.type.name}\`: \`poly(…)\` takes a datum of numbers`;
  const values = data?.arrays.get(of)?.values;
  const distinct = values === undefined ? Number.POSITIVE_INFINITY : new Set(values).size;
  if (degree < distinct) return undefined;
  return `\`${of}\` has ${distinct} distinct values, which carry powers up to ${distinct - 1}: found ${degree}`;
}

/** The name of each column. */
export const polynomialName = ({ of, degree }: Polynomial, power: number): string =>
  `poly(${of}, ${degree})[${power}]`;

/** The datum that the statements have each column in. */
export function polynomialColumn({ of }: Polynomial, power: number): string {
  return `poly_${wordOf(of)}_${power}`;
}

/**
 * By the recurrence of three terms, each scaled to length 1 over the rows of the fit: its sums are summaries, which
 * new rows take from the fit.
 */
export function polynomialStatements(polynomial: Polynomial): readonly string[] {
  const { of, degree } = polynomial;
  const P = (power: number) => polynomialColumn(polynomial, power);
  const scaled = (name: string, raw: string) => [
    `let ${name}_raw = ${raw}`,
    `let ${name} = ${name}_raw / sqrt(sum(${name}_raw^2))`,
  ];
  const centred = scaled(P(1), `${of} - mean(${of})`);
  const higher = Array.from({ length: degree - 1 }, (_, i) => {
    const [last, before] = [P(i + 1), P(i)];
    const below = i === 0 ? `mean(${P(1)}^2)` : `sum(${P(1)} * ${last} * ${before}) * ${before}`;
    return scaled(P(i + 2), `(${P(1)} - sum(${P(1)} * ${last}^2)) * ${last} - ${below}`);
  });
  return [...centred, ...higher.flat()];
}

/** A text as part of a name. */
export function wordOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/g, '');
}
