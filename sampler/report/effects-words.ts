/** Effects in words and numbers, for the terminal and the page. */

import { statText } from '../stats/number-text.ts';
import { probabilityText } from '../stats/probability-text.ts';
import type { ContrastRow, Direction, EffectRow, EffectSummary, EffectsReport } from './effects-report.ts';

/** `treated: 1 against 0`; of an outcome of categories `P(y = B), treated: 1 against 0`. */
export function contrastName(
  { of, value, against, at, category }: ContrastRow,
  outcome: string | null,
): string {
  const others = settingsText(at);
  const whose = category === undefined ? '' : `${expectedName(outcome, category)}, `;
  return `${whose}${of}: ${value} against ${against}${others === '' ? '' : ` (${others})`}`;
}

/** `y`, or `P(y = B)` of a category. */
function expectedName(outcome: string | null, category: string | undefined): string {
  return category === undefined ? (outcome ?? '') : `P(${outcome} = ${category})`;
}

/** Expected outcomes along one predictor, of one category. */
interface Along {
  readonly of: string;
  /** `Expected y`, or `P(y = B)`. */
  readonly name: string;
  readonly rows: readonly EffectRow[];
}

export function rowsAlong({ rows, outcome }: EffectsReport): readonly Along[] {
  const groups = new Map<string, EffectRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.of, row.category ?? null]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return [...groups.values()].map((own) => {
    const [{ of, category }] = own;
    const name = expectedName(outcome, category);
    return { of, name: category === undefined ? `Expected ${name}` : name, rows: own };
  });
}

/** `x = 1, site = A`. */
function settingsText(at: EffectRow['at']): string {
  return Object.entries(at)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ');
}

/** The value of the predictor. */
export function valueText({ of, at }: EffectRow): string {
  const value = at[of];
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
}

/** Where the other predictors are. */
export function heldText({ of, at, averaged }: EffectRow): string {
  const { [of]: _, ...others } = at;
  const held = settingsText(others);
  if (averaged) return `averaged over the rows of the data${held === '' ? '' : ` with ${held}`}`;
  return held === '' ? 'the only predictor' : `at ${held}`;
}

/** Digits that the Monte Carlo error of so many draws leaves. */
export function summaryTexts({ mean, sd, q3, q50, q97 }: EffectSummary, draws: number): readonly string[] {
  const error = sd / Math.sqrt(draws);
  return [mean, sd, q3, q50, q97].map((value) => statText(value, error));
}

/** `positive 0.998`. */
export function directionText({ direction, p_direction }: Direction): string {
  return `${direction} ${probabilityText(p_direction)}`;
}
