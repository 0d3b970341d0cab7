/** The columns of a formula's terms: expressions of the language over the rows, with the names of their effects. */
import { keyOf, type Term } from './formula-text.ts';
import { polynomialColumn, polynomialName, polynomialOf, wordOf } from './polynomial.ts';

/** A datum as formulas see it. */
export type Column =
  | { readonly kind: 'number' }
  /** Labels: one column for each level that is compared with the first. */
  | { readonly kind: 'factor'; readonly levels: readonly string[] }
  | ({ readonly kind: 'monotonic'; readonly datum: string } & Steps);

/** `mo(x)`: an effect that goes one way from level to level, by steps of its own. */
interface Steps {
  /** The levels but the first: each is a step above the one before. */
  readonly steps: readonly string[];
  /** How many steps the level of each row is above the first. */
  readonly score: string;
}

export interface Monotonic extends Steps {
  /** Of its unknowns: `x`, or `x_site_B` where it is a part of `mo(x):site[B]`. */
  readonly name: string;
}

export interface DesignColumn {
  /** `x`, `site[B]`, `x:site[B]`. */
  readonly name: string;
  /** With each `mo(x)` as steps of equal size: how many of them the level is above the first. */
  readonly expression: string;
  /** The monotonic effects that are its factors, each with steps of its own, and what they are multiplied by. */
  readonly monotonic?: { readonly effects: readonly Monotonic[]; readonly times: string };
}

interface Part {
  readonly suffix: string;
  readonly expression: string;
  readonly steps?: Steps;
}

/**
 * The columns of some terms. A factor has a column less than levels where the term without it is in the model as
 * well, as in R: an intercept is the term without factors. An interaction of factors without their main effects
 * has all its columns, in R as here.
 */
export function columnsOf(
  terms: readonly Term[],
  intercept: boolean,
  column: (factor: string) => Column,
): readonly DesignColumn[] {
  const present = new Set(terms.map(keyOf));
  if (intercept) present.add('');
  return terms.flatMap((term) => {
    const parts = term.factors.map((factor, k) => {
      const rest = { ...term, factors: term.factors.filter((_, i) => i !== k) };
      return partsOf(factor, column(nameOf(factor)), present.has(keyOf(rest)));
    });
    const products = parts.reduce<readonly (readonly Part[])[]>(
      (made, part) => made.flatMap((left) => part.map((right) => [...left, right])),
      [[]],
    );
    return products.map(productOf);
  });
}

function productOf(parts: readonly Part[]): DesignColumn {
  const name = parts.map(({ suffix }) => suffix).join(':');
  const product = (of: readonly Part[]) => of.map(({ expression }) => expression).join(' * ');
  const column = { name, expression: product(parts) };
  const stepped = parts.flatMap(({ steps }) => steps ?? []);
  if (stepped.length === 0) return column;
  const own = wordOf(name.replace(/(?:^|(?<=:))mo\(/g, ''));
  const effects = stepped.map((steps, i) => ({
    ...steps,
    name: stepped.length === 1 ? own : `${own}_${i + 1}`,
  }));
  return {
    ...column,
    monotonic: { effects, times: product(parts.filter(({ steps }) => steps === undefined)) },
  };
}

/** `C(site, sum)` and `C(site)` are codings of `site`. */
export function nameOf(factor: string): string {
  return coding.exec(factor)?.[1] ?? factor;
}
const coding = /^C\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?:,\s*(sum|treatment)\s*)?\)$/u;

/** The datum of `mo(x)`. */
export function monotonicDatum(factor: string): string | undefined {
  return /^mo\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*\)$/u.exec(factor)?.[1];
}

function partsOf(factor: string, column: Column, reduced: boolean): readonly Part[] {
  const polynomial = polynomialOf(factor);
  if (polynomial !== undefined && polynomial !== null)
    return Array.from({ length: polynomial.degree }, (_, i) => ({
      suffix: polynomialName(polynomial, i + 1),
      expression: polynomialColumn(polynomial, i + 1),
    }));
  if (column.kind === 'number') return [{ suffix: factor, expression: factor }];
  if (column.kind === 'monotonic') {
    const { datum, steps, score } = column;
    // One step is all of the effect.
    const own = steps.length > 1 ? { steps: { steps, score } } : {};
    return [{ suffix: `mo(${datum})`, expression: score, ...own }];
  }
  const name = nameOf(factor);
  const is = (level: string) => `(${name} == ${JSON.stringify(level)})`;
  const { levels } = column;
  if (!reduced) return levels.map((level) => ({ suffix: `${name}[${level}]`, expression: is(level) }));
  if (coding.exec(factor)?.[2] === 'sum') {
    const last = levels[levels.length - 1];
    return levels
      .slice(0, -1)
      .map((level) => ({ suffix: `${name}[${level}]`, expression: `(${is(level)} - ${is(last)})` }));
  }
  return levels.slice(1).map((level) => ({ suffix: `${name}[${level}]`, expression: is(level) }));
}
