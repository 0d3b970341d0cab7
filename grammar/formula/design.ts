/** The columns of a formula's terms: expressions of the language over the rows, with the names of their effects. */
import { keyOf, type Term } from './formula-text.ts';

/** A datum as formulas see it. */
export type Column =
  | { readonly kind: 'number' }
  /** Labels: one column for each level that is compared with the first. */
  | { readonly kind: 'factor'; readonly levels: readonly string[] };

export interface DesignColumn {
  /** `x`, `site[B]`, `x:site[B]`. */
  readonly name: string;
  readonly expression: string;
}

interface Part {
  readonly suffix: string;
  readonly expression: string;
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
    return parts.reduce<readonly DesignColumn[]>(
      (made, part) =>
        made.flatMap((left) =>
          part.map((right) => ({
            name: left.name === '' ? right.suffix : `${left.name}:${right.suffix}`,
            expression:
              left.expression === '' ? right.expression : `${left.expression} * ${right.expression}`,
          })),
        ),
      [{ name: '', expression: '' }],
    );
  });
}

/** `C(site, sum)` and `C(site)` are codings of `site`. */
export function nameOf(factor: string): string {
  return coding.exec(factor)?.[1] ?? factor;
}
const coding = /^C\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?:,\s*(sum|treatment)\s*)?\)$/u;

function partsOf(factor: string, column: Column, reduced: boolean): readonly Part[] {
  if (column.kind === 'number') return [{ suffix: factor, expression: factor }];
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
