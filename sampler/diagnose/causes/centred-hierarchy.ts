/** A funnel visible in the draws: divergences concentrate where the scale of a centred hierarchy is small. */
import { nonCentredForm } from '../../../grammar/checks/centred-hierarchy.ts';
import { centredHierarchies } from '../../model/centred-parameters.ts';
import { anyOfSampling, type Cause, drawsOf, type FailedRun, lineAt, short } from './cause.ts';

/** Largest mean rank of divergent draws, as a share of all draws of the scale, that counts as its small end. */
const SMALL_END = 0.4;

export function divergingHierarchies(run: FailedRun): readonly Cause[] {
  if (run.diagnostics.divergences === 0) return [];
  // A parameter with a learned degree of centring was not sampled as written.
  const isOther = new Set(run.ir.centrings?.map(({ name }) => name));
  return centredHierarchies(run.program).flatMap(({ statement, scales }) => {
    if (isOther.has(statement.name.name)) return [];
    const scale = scales.find((name) => gatherAtSmall(run, name));
    if (scale === undefined) return [];
    const name = statement.name.name;
    const fix = nonCentredForm(run.analysis, statement);
    return [
      {
        code: 'centred-hierarchy',
        message: `Draws diverge where \`${scale}\` is small (half of the divergences lie below ${short(middleAtDivergences(run, scale))}): \`${name}\`, which is centred with that scale, then has little room to move in`,
        nextStep: `Write ${name} in the non-centred form, or leave the form to tuning (\`centring = auto\`)`,
        names: [name],
        line: lineAt(run, statement.span.start),
        ...(fix === null ? {} : { fix }),
        explains: anyOfSampling,
      },
    ];
  });
}

function columnsOf({ draws }: FailedRun, scale: string): readonly number[] {
  return draws.names.flatMap((name, k) => (name === scale || name.startsWith(`${scale}[`) ? [k] : []));
}

/** Whether the mean rank of the divergent draws among all draws, 0 to 1, is low. */
function gatherAtSmall(run: FailedRun, scale: string): boolean {
  return columnsOf(run, scale).some((k) => {
    const all = allDraws(run, k);
    const sorted = all.slice().sort();
    const ranks = atDivergences(run, all).map((value) => below(sorted, value) / sorted.length);
    if (ranks.length === 0) return false;
    return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length < SMALL_END;
  });
}

function middleAtDivergences(run: FailedRun, scale: string): number {
  const [k] = columnsOf(run, scale);
  const values = Float64Array.from(atDivergences(run, allDraws(run, k))).sort();
  return values[Math.floor(values.length / 2)];
}

function allDraws(run: FailedRun, k: number): Float64Array {
  const { chains, drawsPerChain } = run.draws;
  const all = new Float64Array(chains * drawsPerChain);
  for (let chain = 0; chain < chains; chain++) all.set(drawsOf(run, k, chain), chain * drawsPerChain);
  return all;
}

function atDivergences({ stats }: FailedRun, all: Float64Array): readonly number[] {
  return Array.from(all).filter((_, i) => stats.divergent[i] !== 0);
}

function below(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
