/** Runs side by side: each as the comparison page shows it, and all of them within an HTML report. Pure. */
import type { EmbeddedPart, PredictiveAnswer, RunHeader } from './run-questions.ts';
import { sizeText } from './run-size.ts';
import { endOfRun, endText, type RunEnd } from './run-status.ts';
import type { RunsAnswer, RunsQuestion } from './runs-questions.ts';
import type { SampleReport } from './sample-report.ts';

/** A run of the comparison. */
export interface ComparedRun {
  /** A, B, … */
  readonly letter: string;
  readonly header: ComparedHeader;
  /** Null where the run did not end. Its non-finite numbers are null. */
  readonly report: SampleReport | null;
  /** Whether its draws are of chains, whose effective number is below their count. */
  readonly isOfChains: boolean;
  /** When, with which seed, and how much was drawn. */
  readonly facts: string;
  readonly status: {
    /** `misfit`: it passes, but the model does not reproduce its data. */
    readonly kind: 'passes' | 'misfit' | 'provisional' | 'none';
    readonly text: string;
    readonly reasons: readonly string[];
  };
}

interface ComparedHeader extends Omit<RunHeader, 'madeBy'> {
  /** For draws of an approximation: its name in `run.json`. */
  readonly method?: string;
}

/**
 * Runs inside an HTML report: the element `#bayes-comparison` holds this as JSON; the draws of `drawn[k]` of run r are in
 * the element `#bayes-draws-r-k` as base64 of little-endian float32, which the page decodes on demand.
 */
export interface EmbeddedComparison {
  readonly version: 1;
  readonly runs: readonly ComparedRun[];
  /** Of each run. */
  readonly parts: readonly {
    readonly chains: number;
    readonly drawsPerChain: number;
    /** Names whose draws are in the page. */
    readonly drawn: readonly string[];
    readonly predictive: EmbeddedPart<PredictiveAnswer>;
  }[];
  /** About all together. */
  readonly answers: { readonly [K in RunsQuestion['kind']]: RunsAnswer };
}

/**
 * @param k place among the runs
 * @param when it started, in words
 */
export function comparedRun(
  header: ComparedHeader,
  report: SampleReport | undefined,
  k: number,
  when: string,
): ComparedRun {
  const end = endOfRun(header, report);
  const size = sizeText(header, header.state === 'interrupted');
  return {
    letter: letterOf(k),
    header,
    report: report ?? null,
    isOfChains: header.method === undefined,
    facts: [when, `seed ${header.settings.seed}`, size].join(' · '),
    status: {
      kind: kindOf(end),
      text: endText(end),
      reasons: end.kind === 'provisional' ? end.reasons : [],
    },
  };
}

function kindOf(end: RunEnd): ComparedRun['status']['kind'] {
  if (end.kind === 'passes') return end.misfit === undefined ? 'passes' : 'misfit';
  return end.kind === 'provisional' ? end.kind : 'none';
}

/** A, B, …, Z, AA, … */
export function letterOf(k: number): string {
  const last = String.fromCharCode(65 + (k % 26));
  return k < 26 ? last : letterOf(Math.floor(k / 26) - 1) + last;
}
