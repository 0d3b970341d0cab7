/**
 * The sampler's statistics of a draw, one row for each. Blocks, the
 * collector, the columns on disk, the answers of a kept run and the page's decoding are derived from it: a
 * new statistic is a row here and an assignment in the methods that know it (others leave it at zero).
 */

/** Bytes of one value and the array that holds many, by the type of a column. */
const arrays = {
  float64: { bytes: 8, make: (draws: number): Float64Array => new Float64Array(draws) },
  uint32: { bytes: 4, make: (draws: number): Uint32Array => new Uint32Array(draws) },
  uint8: { bytes: 1, make: (draws: number): Uint8Array => new Uint8Array(draws) },
} as const;

type StatisticType = keyof typeof arrays;

interface DrawStatistic {
  /** The name in code and in the JSON of a kept run's answers. */
  readonly key: string;
  /** The column on disk and in exports, named as Stan names it. */
  readonly column: string;
  readonly type: StatisticType;
  readonly unit: string;
  readonly title: string;
  /** Whether answers to `sampler` questions, and with them the results page, include it. */
  readonly isAnswered: boolean;
}

/** In the order of the columns on disk, which follow the quantities. */
export const drawStatistics = [
  {
    key: 'logDensity',
    column: 'lp__',
    type: 'float64',
    unit: 'nats',
    title: 'Log density on the unconstrained scale, up to a constant',
    isAnswered: false,
  },
  {
    key: 'energy',
    column: 'energy__',
    type: 'float64',
    unit: 'nats',
    title: 'Hamiltonian: kinetic energy minus log density',
    isAnswered: true,
  },
  {
    key: 'divergent',
    column: 'divergent__',
    type: 'uint8',
    unit: '0 or 1',
    title: 'Whether the trajectory diverged',
    isAnswered: true,
  },
  {
    key: 'treeDepth',
    column: 'treedepth__',
    type: 'uint8',
    unit: 'doublings',
    title: 'Doublings of the trajectory that were kept; max_treedepth where it was cut short',
    isAnswered: true,
  },
  {
    key: 'gradients',
    column: 'n_leapfrog__',
    type: 'uint32',
    unit: 'gradients',
    title: 'Gradients spent on the draw',
    isAnswered: true,
  },
  {
    key: 'acceptance',
    column: 'accept_stat__',
    type: 'float64',
    unit: 'probability',
    title: 'Mean acceptance probability over the trajectory',
    isAnswered: true,
  },
  {
    key: 'stepSize',
    column: 'stepsize__',
    type: 'float64',
    unit: 'unconstrained scale',
    title: 'Step size of the leapfrog steps',
    isAnswered: true,
  },
] as const satisfies readonly DrawStatistic[];

type Row = (typeof drawStatistics)[number];
type StatisticKey = Row['key'];
/** Statistics that the answer to a `sampler` question holds. */
export type AnsweredKey = Extract<Row, { readonly isAnswered: true }>['key'];

/** Of many draws, in order. Of several chains: `x[chain * drawsPerChain + draw]`. */
export type SamplerStats = {
  readonly [S in Row as S['key']]: ReturnType<(typeof arrays)[S['type']]['make']>;
};
/** Of one draw; flags are 0 or 1. */
export type DrawStats = { [K in StatisticKey]: number };

/** Bytes that the statistics of one draw take. */
export const STATS_BYTES = drawStatistics.reduce((sum, { type }) => sum + arrays[type].bytes, 0);

/** An object with one member for each statistic. */
function eachStatistic<Value>(make: (row: Row) => Value): { readonly [K in StatisticKey]: Value } {
  return Object.fromEntries(drawStatistics.map((row) => [row.key, make(row)])) as {
    readonly [K in StatisticKey]: Value;
  };
}

/** All zero. */
export function newDrawStats(): DrawStats {
  return eachStatistic(() => 0);
}

/** All zero. */
export function allocateStats(draws: number): SamplerStats {
  // `arrays` gives each row the array of its type, which TypeScript cannot infer through the union.
  return eachStatistic(({ type }) => arrays[type].make(draws)) as SamplerStats;
}

/** Member by member: a loop over the names would take as long as a few gradients. */
export function setDrawStats(stats: SamplerStats, draw: number, values: DrawStats): void {
  stats.logDensity[draw] = values.logDensity;
  stats.energy[draw] = values.energy;
  stats.divergent[draw] = values.divergent;
  stats.treeDepth[draw] = values.treeDepth;
  stats.gradients[draw] = values.gradients;
  stats.acceptance[draw] = values.acceptance;
  stats.stepSize[draw] = values.stepSize;
}

/** Reads what `setDrawStats` wrote. */
export function drawStatsAt(stats: SamplerStats, draw: number, into: DrawStats): void {
  into.logDensity = stats.logDensity[draw];
  into.energy = stats.energy[draw];
  into.divergent = stats.divergent[draw];
  into.treeDepth = stats.treeDepth[draw];
  into.gradients = stats.gradients[draw];
  into.acceptance = stats.acceptance[draw];
  into.stepSize = stats.stepSize[draw];
}

/** Copies draws `from` to `to` (exclusive) of `source` into `target`, from its draw `at` on. */
export function copyStats(
  target: SamplerStats,
  at: number,
  source: SamplerStats,
  from: number,
  to: number,
): void {
  for (const { key } of drawStatistics) target[key].set(source[key].subarray(from, to), at);
}

/** A copy of the first `draws` draws in new buffers. */
export function firstStats(stats: SamplerStats, draws: number): SamplerStats {
  const copy = allocateStats(draws);
  copyStats(copy, 0, stats, 0, draws);
  return copy;
}

export const answeredKeys = drawStatistics.flatMap((row) =>
  row.isAnswered ? [row.key] : [],
) satisfies readonly AnsweredKey[];

/** An object with one member for each statistic that answers hold: packing, unpacking, reading. */
export function eachAnswered<Value>(make: (key: AnsweredKey) => Value): {
  readonly [K in AnsweredKey]: Value;
} {
  return Object.fromEntries(answeredKeys.map((key) => [key, make(key)])) as {
    readonly [K in AnsweredKey]: Value;
  };
}
