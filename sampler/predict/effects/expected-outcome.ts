/** The expected value of an outcome, from the closed forms of its distributions; of categories their probabilities. */
import { sizeOf } from '../../compile/passes/pass-program.ts';
import type { Forward } from '../forward-sampler.ts';
import { predictiveMean } from '../leave-one-out/predictive-mean.ts';
import { categoryProbabilities } from './category-probabilities.ts';

/** At the current draw, after `drawRest`: one number, or one for each category. */
interface ExpectedOutcome {
  readonly isOfCategories: boolean;
  /** Over all values of the outcome, missing ones included. */
  average(): ArrayLike<number>;
  /** At a row, of the first `observe` statement that has it; null where the `where` of each leaves it out. */
  at(row: number): ArrayLike<number> | null;
}

/** Null where a distribution has neither a mean in closed form nor categories. */
export function expectedOutcome({ model, read }: Forward, datum: string): ExpectedOutcome | null {
  const own = model.observations
    .filter(({ name }) => name === datum)
    .map(({ distribution, shape, part }) => {
      const count = sizeOf(shape);
      const probabilities = categoryProbabilities(distribution, count, read);
      const mean = predictiveMean(distribution, count, read);
      const expected = probabilities ?? (mean === null ? null : (position: number) => [mean(position)]);
      return { count, rows: part.kept?.places, expected, isOfCategories: probabilities !== null };
    });
  const parts = own.flatMap(({ expected, ...part }) => (expected === null ? [] : [{ ...part, expected }]));
  const isOfCategories = parts.some((part) => part.isOfCategories);
  if (parts.length === 0 || parts.length < own.length) return null;
  if (parts.some((part) => part.isOfCategories !== isOfCategories)) return null;
  return {
    isOfCategories,
    average() {
      let sums: number[] = [];
      let total = 0;
      for (const { count, expected } of parts) {
        for (let i = 0; i < count; i++) {
          const values = expected(i);
          if (total + i === 0) sums = Array.from(values, () => 0);
          for (let k = 0; k < sums.length; k++) sums[k] += values[k];
        }
        total += count;
      }
      return sums.map((sum) => sum / total);
    },
    at(row) {
      for (const { rows, expected } of parts) {
        const position = rows === undefined ? row : rows.indexOf(row);
        if (position >= 0) return expected(position);
      }
      return null;
    },
  };
}
