/** What a questioning of priors says at a line of the model. Pure. */
import type { SensitivityReport } from '../sampler/report/sensitivity-report.ts';
import { diagnosisText } from '../sampler/report/sensitivity-words.ts';
import type { Staleness } from '../webview/protocol.ts';
import { isStale } from './staleness/compare-source.ts';

export interface PriorFinding {
  /** 0-based. */
  readonly line: number;
  readonly code: 'prior-data-conflict' | 'strong-prior';
  readonly message: string;
}

/** None once model or data differ from those of the run: they say nothing of the present model. */
export function priorFindings(
  { priors, provisional }: SensitivityReport,
  staleness: Staleness,
): readonly PriorFinding[] {
  if (isStale(staleness)) return [];
  return priors.flatMap((prior) => {
    const text = diagnosisText(prior);
    if (text === null) return [];
    const said = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    return [
      {
        line: prior.line - 1,
        code: prior.diagnosis === 'prior_data_conflict' ? 'prior-data-conflict' : 'strong-prior',
        message: provisional ? `From draws of a provisional run: ${text}.` : `${said}.`,
      },
    ];
  });
}
