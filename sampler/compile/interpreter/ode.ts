/**
 * Differential equations over any algebra, by the extrapolated midpoint rule (Gragg, Bulirsch and Stoer) with steps and
 * columns fixed from the numbers alone: far more exact than any tolerance of a model, and another method than its own.
 */
import type { Algebra } from './algebra.ts';

interface Problem<V> {
  readonly start: readonly V[];
  readonly startTime: number;
  readonly times: readonly number[];
  readonly slopes: (time: number, state: readonly V[]) => readonly V[];
  /** Ascending in time; an output at the time of one is after it. */
  readonly doses: readonly { readonly time: number; readonly place: number; readonly amount: V }[];
}

/** Parts of a step in the columns of the extrapolation. */
const PARTS = [2, 4, 6, 8, 10, 12, 14, 16] as const;
/** Steps whose last two columns differ by more are halved. */
const TOLERANCE = 1e-13;
const SHORTEST = 1e-9;

/** The states at the times, in order. */
export function solveByExtrapolation<V>(algebra: Algebra<V>, problem: Problem<V>): V[] {
  const { times, slopes } = problem;
  let state = problem.start;
  let now = problem.startTime;
  let step = (times[times.length - 1] - now) / 10;
  const states: V[] = [];
  const pending = [...problem.doses];
  const takeDoses = (): void => {
    while (pending.length > 0 && pending[0].time <= now) {
      const [{ place, amount }] = pending.splice(0, 1);
      state = state.map((v, i) => (i === place ? algebra.binary('add', v, amount) : v));
    }
  };
  takeDoses();
  for (const time of times) {
    while (now < time) {
      const stop = Math.min(time, pending[0]?.time ?? time);
      const tried = Math.min(step, stop - now);
      const { end, error } = extrapolate(algebra, slopes, now, state, tried);
      if (!(error <= TOLERANCE) && tried > SHORTEST) {
        step = tried / 2;
        continue;
      }
      now = tried === stop - now ? stop : now + tried;
      state = end;
      takeDoses();
      if (error < TOLERANCE / 100) step *= 1.5;
    }
    states.push(...state);
  }
  return states;
}

function extrapolate<V>(
  algebra: Algebra<V>,
  slopes: Problem<V>['slopes'],
  time: number,
  state: readonly V[],
  step: number,
): { readonly end: readonly V[]; readonly error: number } {
  const { constant, binary, value } = algebra;
  const combine = (x: readonly V[], factor: number, y: readonly V[]): V[] =>
    x.map((v, i) => binary('add', v, binary('mul', constant(factor), y[i])));
  let row: (readonly V[])[] = [];
  for (const [k, parts] of PARTS.entries()) {
    const h = step / parts;
    let before = state;
    let here: readonly V[] = combine(state, h, slopes(time, state));
    for (let part = 1; part < parts; part++) {
      const next = combine(before, 2 * h, slopes(time + part * h, here));
      before = here;
      here = next;
    }
    const smooth = combine(before, h, slopes(time + step, here)).map((v, i) =>
      binary('mul', constant(0.5), binary('add', v, here[i])),
    );
    const columns: (readonly V[])[] = [smooth];
    for (let j = 1; j <= k; j++) {
      const ratio = (parts / PARTS[k - j]) ** 2 - 1;
      columns.push(
        columns[j - 1].map((v, i) =>
          binary('add', v, binary('mul', constant(1 / ratio), binary('sub', v, row[j - 1][i]))),
        ),
      );
    }
    row = columns;
  }
  const [last, other] = [row[row.length - 1], row[row.length - 2]];
  const error = Math.max(
    ...last.map((v, i) => Math.abs(value(v) - value(other[i])) / (1e-3 + Math.abs(value(v)))),
  );
  return { end: last, error };
}
