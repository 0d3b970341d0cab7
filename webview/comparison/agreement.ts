/** Whether runs agree: the summaries of their quantities side by side, and what explains the differences. Pure. */

import type { ComparedRun } from '../../sampler/report/compared-run.ts';
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';

interface Sameness {
  readonly models: boolean;
  /** Names of data whose files differ. */
  readonly data: readonly string[];
  /** Whether all runs draw from the same posterior, so that their means should agree. */
  readonly posterior: boolean;
}

export function samenessOf(runs: readonly ComparedRun[]): Sameness {
  const [first, ...others] = runs.map(({ header }) => header);
  const models = others.every(({ modelText }) => modelText === first.modelText);
  const hashes = runs.map(({ header }) => new Map(header.data.map(({ name, hash }) => [name, hash])));
  const names = new Set(hashes.flatMap((data) => [...data.keys()]));
  const data = [...names].filter((name) => hashes.some((of) => of.get(name) !== hashes[0].get(name)));
  return { models, data, posterior: models && data.length === 0 };
}

export function samenessText({ models, data, posterior }: Sameness): string {
  if (posterior) return 'The same model and the same data, so the means should agree.';
  return [
    ...(models ? [] : ['The models differ: the same name need not mean the same.']),
    ...(data.length > 0 ? [`The data differ: ${data.join(', ')}.`] : []),
  ].join(' ');
}

/** The summary of one quantity in each run. */
export interface SideBySide {
  readonly name: string;
  /** Undefined where a run does not have the quantity. */
  readonly cells: readonly (SummaryRow | undefined)[];
  /** For each further run against the first: difference of means, also in units of its Monte Carlo error. */
  readonly differences: readonly { readonly by: number; readonly sds: number; readonly z: number }[];
}

/** In the order of the first run, followed by quantities of later runs only. */
export function sideBySide(
  runs: readonly Pick<ComparedRun, 'report' | 'isOfChains'>[],
): readonly SideBySide[] {
  const indexes = runs.map(({ report, isOfChains }) => {
    // Independent draws have no effective number.
    const shown = (row: SummaryRow) => (isOfChains ? row : { ...row, ess_bulk: Number.NaN });
    return new Map(report?.summary.map((row) => [row.name, shown(row)]));
  });
  const names = new Set(indexes.flatMap((index) => [...index.keys()]));
  return [...names].map((name) => rowOf(name, indexes));
}

function rowOf(
  name: string,
  indexes: readonly ReadonlyMap<string, SampleReport['summary'][number]>[],
): SideBySide {
  const cells = indexes.map((index) => index.get(name));
  const [first, ...others] = cells;
  const differences = others.map((other) => {
    if (first === undefined || other === undefined) return { by: Number.NaN, sds: Number.NaN, z: Number.NaN };
    const by = other.mean - first.mean;
    return { by, sds: ratio(by, first.sd), z: ratio(by, Math.hypot(first.mcse_mean, other.mcse_mean)) };
  });
  return { name, cells, differences };
}

function ratio(value: number, unit: number): number {
  return unit > 0 ? value / unit : Number.NaN;
}

/**
 * Above this, Monte Carlo error does not explain a difference of means: all of `n` comparisons stay below
 * with probability 0.95 at least, since P(|Z| > t) ≤ 2 exp(−t²/2).
 */
export function notableZ(rows: readonly SideBySide[]): number {
  const n = rows.reduce(
    (sum, { differences }) => sum + differences.filter(({ z }) => Number.isFinite(z)).length,
    0,
  );
  return Math.sqrt(2 * Math.log((2 * Math.max(1, n)) / 0.05));
}

interface Agreement {
  readonly agree: boolean;
  readonly text: string;
  /** The largest differences that Monte Carlo error does not explain. */
  readonly examples: readonly string[];
}

/** Of runs with the same posterior; null where nothing can be compared. */
export function agreementOf(
  rows: readonly SideBySide[],
  letters: readonly string[],
  notable: number,
): Agreement | null {
  const all = rows.flatMap(({ name, differences }) =>
    differences.flatMap(({ by, z }, k) => (Number.isFinite(z) ? [{ name, by, z, run: letters[k + 1] }] : [])),
  );
  if (all.length === 0) return null;
  if (all.every(({ by }) => by === 0))
    return { agree: true, text: 'They agree in every digit.', examples: [] };
  const worst = [...all].sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const found = worst.filter(({ z }) => Math.abs(z) > notable);
  if (found.length === 0) {
    const text = `They agree: Monte Carlo error explains every difference (largest |z| ${Math.abs(worst[0].z).toFixed(1)}).`;
    return { agree: true, text, examples: [] };
  }
  const count = found.length === 1 ? 'One mean differs' : `${found.length} means differ`;
  return {
    agree: false,
    text: `${count} by more than Monte Carlo error explains: at least one run has not explored the whole posterior.`,
    examples: found.slice(0, 5).map(({ name, z, run }) => `${name}: z = ${z.toFixed(1)} in ${run}`),
  };
}
