/** Groups chains by mode: chains in one group agree with each other. */
import type { Draws } from '../draws/draws.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { rHat } from './r-hat.ts';
import { quantityDraws } from './summary.ts';

/** R-hat limit: slowly mixing chains of one mode stay below it, chains of modes a standard deviation apart do not. */
const APART = 1.1;
/** Quantities compared: those on which the chains agree least. */
const MOST_QUANTITIES = 50;

/** Draws of the quantities on which the chains agree least. */
function separatingDraws(
  draws: Draws,
  rows: readonly Pick<SummaryRow, 'name' | 'r_hat'>[],
): readonly Float64Array[] {
  const apart = rows.filter(({ r_hat }) => r_hat > APART);
  if (apart.length === 0) return [];
  const at = new Map(draws.names.map((name, k) => [name, k]));
  return apart
    .filter(({ name }) => at.has(name))
    .toSorted((a, b) => b.r_hat - a.r_hat)
    .slice(0, MOST_QUANTITIES)
    .map(({ name }) => quantityDraws(draws, at.get(name) ?? 0));
}

/** Chain indices of each mode, in the order of the first chain of each mode. */
export function clusterChains(
  draws: Draws,
  rows: readonly Pick<SummaryRow, 'name' | 'r_hat'>[],
): readonly (readonly number[])[] {
  const separating = separatingDraws(draws, rows);
  const clusters: number[][] = [];
  for (let chain = 0; chain < draws.chains; chain++) {
    const own = clusters.find((cluster) =>
      separating.every((values) => agree(values, [...cluster, chain], draws)),
    );
    if (own === undefined) clusters.push([chain]);
    else own.push(chain);
  }
  return clusters;
}

/** Those of chains that are each at rest; null where one still moves, or all are in one place. */
export function modesOfChains(
  draws: Draws,
  rows: readonly Pick<SummaryRow, 'name' | 'r_hat'>[],
): readonly (readonly number[])[] | null {
  const clusters = clusterChains(draws, rows);
  const separating = separatingDraws(draws, rows);
  const isAtRest = clusters.every((cluster) => separating.every((values) => agree(values, cluster, draws)));
  return clusters.length > 1 && isAtRest ? clusters : null;
}

function agree(values: Float64Array, chains: readonly number[], { drawsPerChain }: Draws): boolean {
  const own = new Float64Array(chains.length * drawsPerChain);
  for (const [i, chain] of chains.entries())
    own.set(values.subarray(chain * drawsPerChain, (chain + 1) * drawsPerChain), i * drawsPerChain);
  return rHat(own, chains.length) <= APART;
}

/** The draws of some of the chains. */
export function drawsOfChains(draws: Draws, chains: readonly number[]): Draws {
  const size = draws.drawsPerChain * draws.names.length;
  const values = new Float64Array(chains.length * size);
  for (const [i, chain] of chains.entries())
    values.set(draws.values.subarray(chain * size, (chain + 1) * size), i * size);
  return { ...draws, chains: chains.length, values };
}
