/** The expected value of an outcome, from the closed forms of the means of its distributions. */
import { sizeOf } from '../../compile/passes/pass-program.ts';
import type { Forward } from '../forward-sampler.ts';
import { predictiveMean } from '../leave-one-out/predictive-mean.ts';

/** At the current draw, after `drawRest`. */
interface ExpectedOutcome {
  /** Over all values of the outcome, missing ones included. */
  average(): number;
  /** At a row, of the first `observe` statement that has it; null where the `where` of each leaves it out. */
  at(row: number): number | null;
}

/** Null where a distribution has no mean in closed form. */
export function expectedOutcome({ model, read }: Forward, datum: string): ExpectedOutcome | null {
  const own = model.observations
    .filter(({ name }) => name === datum)
    .map(({ distribution, shape, part }) => {
      const count = sizeOf(shape);
      return { count, rows: part.kept?.places, mean: predictiveMean(distribution, count, read) };
    });
  const parts = own.flatMap(({ mean, ...part }) => (mean === null ? [] : [{ ...part, mean }]));
  if (parts.length === 0 || parts.length < own.length) return null;
  return {
    average() {
      let sum = 0;
      let total = 0;
      for (const { count, mean } of parts) {
        for (let i = 0; i < count; i++) sum += mean(i);
        total += count;
      }
      return sum / total;
    },
    at(row) {
      for (const { rows, mean } of parts) {
        const position = rows === undefined ? row : rows.indexOf(row);
        if (position >= 0) return mean(position);
      }
      return null;
    },
  };
}
