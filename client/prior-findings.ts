/** What a questioning of priors, or draws from them, say at a line of the model. Pure. */
import type { Fix } from '../grammar/diagnostic.ts';
import type { PriorRemark } from '../sampler/protocol.ts';
import { plainText } from '../sampler/report/code-in-text.ts';
import type { SensitivityReport } from '../sampler/report/sensitivity-report.ts';
import { diagnosisText } from '../sampler/report/sensitivity-words.ts';
import type { Staleness } from '../webview/protocol.ts';
import { isStale } from './staleness/compare-source.ts';

export interface PriorFinding {
  /** 0-based. */
  readonly line: number;
  readonly code: 'prior-data-conflict' | 'strong-prior' | PriorRemark['code'];
  readonly message: string;
  readonly fix?: Fix;
}

/** Of the data that a prior implies; none once model or data differ from those that were drawn from. */
export function remarkFindings(
  remarks: readonly PriorRemark[],
  staleness: Staleness,
): readonly PriorFinding[] {
  if (isStale(staleness)) return [];
  return remarks.map(({ line, code, message, fix }) => ({
    line,
    code,
    message: `${plainText(message.charAt(0).toUpperCase() + message.slice(1))}.`,
    ...(fix === undefined ? {} : { fix }),
  }));
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
