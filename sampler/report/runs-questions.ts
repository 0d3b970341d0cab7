/**
 * Questions about several kept runs together, by the comparison page, and their answers. Plain data. Owned by the host,
 * which answers (`host/requests/kept-runs.ts`).
 */
import type { EvidenceReport } from './evidence-report.ts';
import type { CompareReport } from './loo-report.ts';

/** caller → host, request `runs/ask`. */
export interface AskRunsParams {
  readonly runs: readonly NamedRun[];
  readonly question: RunsQuestion;
}

export interface NamedRun {
  readonly folder: string;
  /** What the answer calls it. */
  readonly name: string;
}

export interface RunsQuestion {
  /** Predictive accuracy by leave-one-out cross-validation, or the evidence with Bayes factors. */
  readonly kind: 'compare' | 'evidence';
}

export type RunsAnswer =
  | { readonly kind: 'compare'; readonly compared: CompareReport; readonly points: number }
  | { readonly kind: 'evidence'; readonly evidence: EvidenceReport; readonly points: number }
  /** Why there is no answer, in words for the page. */
  | { readonly kind: 'unavailable'; readonly message: string };
