/** A run's draws and the statistics of its sampler as groups of ArviZ's layout. */
import { drawStatistics } from '../draws/draw-statistics.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { type ArrayOnAxes, drawAxes, groupOf, type InferenceGroup } from './inference-data.ts';
import { interleaved, type QuantityColumns } from './quantity-arrays.ts';

type Statistic = (typeof drawStatistics)[number]['key'];

interface StatisticName {
  readonly arviz: string;
  readonly kind: 'number' | 'count' | 'flag';
  /** Whether every method knows it, not only NUTS. */
  readonly isGeneral: boolean;
}

/** ArviZ's names of the statistics of a draw. */
const statisticNames: Readonly<Record<Statistic, StatisticName>> = {
  logDensity: { arviz: 'lp', kind: 'number', isGeneral: true },
  energy: { arviz: 'energy', kind: 'number', isGeneral: false },
  divergent: { arviz: 'diverging', kind: 'flag', isGeneral: false },
  treeDepth: { arviz: 'tree_depth', kind: 'count', isGeneral: false },
  gradients: { arviz: 'n_steps', kind: 'count', isGeneral: false },
  acceptance: { arviz: 'acceptance_rate', kind: 'number', isGeneral: false },
  stepSize: { arviz: 'step_size', kind: 'number', isGeneral: false },
};

export function sampledGroups(
  run: RunColumns,
  quantities: readonly QuantityColumns[],
): readonly InferenceGroup[] {
  const draws = drawAxes(run.chains, run.drawsPerChain);
  const labels = new Map(run.info.labels);
  const posterior = quantities.map(({ name, axes, elements }): ArrayOnAxes => {
    const positions = labels.get(name);
    return {
      name,
      axes: [...draws, ...axes],
      values: interleaved(present(run, elements)),
      ...(positions === undefined ? {} : { labels: positions }),
    };
  });
  const isNuts = run.info.method === undefined && (run.info.settings.method ?? 'nuts') === 'nuts';
  const statistics = drawStatistics
    .filter(({ key }) => isNuts || statisticNames[key].isGeneral)
    .map(({ key, column }): ArrayOnAxes => {
      const { arviz, kind } = statisticNames[key];
      const [values] = present(run, [column]);
      return { name: arviz, axes: draws, values: ofKind(values, kind) };
    });
  const cut = isNuts ? [reachedDepth(run, draws)] : [];
  return [groupOf('posterior', posterior), groupOf('sample_stats', [...statistics, ...cut])].filter(
    (group) => group !== null,
  );
}

/** As PyMC has it: whether a trajectory was cut short. */
function reachedDepth(run: RunColumns, axes: ArrayOnAxes['axes']): ArrayOnAxes {
  const { max_treedepth } = run.info.settings;
  const [depths] = present(run, ['treedepth__']);
  return {
    name: 'reached_max_treedepth',
    axes,
    values: Uint8Array.from(depths, (depth) => (depth >= max_treedepth ? 1 : 0)),
  };
}

function present(run: RunColumns, names: readonly string[]): readonly Float64Array[] {
  return run.read(names).map((column, k) => {
    if (column === null) throw new Error(`the run has no column ${names[k]}`);
    return column;
  });
}

function ofKind(values: Float64Array, kind: StatisticName['kind']): ArrayOnAxes['values'] {
  switch (kind) {
    case 'number':
      return values;
    case 'count':
      return BigInt64Array.from(values, BigInt);
    case 'flag':
      return Uint8Array.from(values);
  }
}
