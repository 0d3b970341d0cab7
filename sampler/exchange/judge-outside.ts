/** The report of draws that another program made: every diagnostic that they allow. */
import { summary } from '../diagnose/summary.ts';
import { verdict } from '../diagnose/verdict.ts';
import { noLabels } from '../model/quantity-labels.ts';
import type { Diagnostics, NotJudged, SummaryRow } from '../report/sample-report.ts';
import type { OutsideDraws } from './outside-draws.ts';

export interface OutsideReport {
  readonly files: readonly string[];
  readonly chains: number;
  readonly draws: number;
  readonly summary: readonly SummaryRow[];
  readonly diagnostics: Diagnostics;
  /** Diagnostics without what they are computed from; their members in `diagnostics` say nothing. */
  readonly not_judged: readonly NotJudged[];
}

export function judgeOutside(files: readonly string[], outside: OutsideDraws): OutsideReport {
  const { draws, stats, has, maxTreeDepth } = outside;
  const { chains, drawsPerChain } = draws;
  const rows = summary(draws, noLabels);
  const diagnostics = verdict({
    rows,
    stats,
    chains,
    drawsPerChain,
    settings: {
      draws: drawsPerChain,
      target_accept: 0.8,
      max_treedepth: has.treeDepth && maxTreeDepth !== null ? maxTreeDepth : Number.POSITIVE_INFINITY,
      // No trajectories: no energies to judge.
      ...(has.energy ? {} : { method: 'metropolis' as const }),
    },
  });
  return {
    files,
    chains,
    draws: drawsPerChain,
    summary: rows,
    diagnostics,
    not_judged: [
      ...(has.divergent ? [] : (['divergences'] as const)),
      ...(has.treeDepth ? [] : (['max_treedepth_hits'] as const)),
      ...(has.energy ? [] : (['e_bfmi'] as const)),
    ],
  };
}
