/** Results of point estimates as text for the output channel. Pure. */
import type { EstimateResult } from '../sampler/protocol.ts';
import { estimateText } from '../sampler/report/estimate-text.ts';
import { approximationFailureText } from './approximation-text.ts';
import { type Model, placeOf } from './report-text.ts';

/** Rows of the table; the number of the others is printed. */
const SHOWN_ROWS = 200;

export function estimateResultText(result: EstimateResult, model: Model): string {
  switch (result.kind) {
    case 'invalid': {
      const errors = result.diagnostics.filter((d) => d.severity === 'error');
      const lines = errors.map((d) => `  ${placeOf(model, d.span.start)}: ${d.code}: ${d.message}`);
      return `The model has no estimate:\n${lines.join('\n')}`;
    }
    case 'failed':
      return approximationFailureText(result.failure, model.modelPath);
    case 'done':
    case 'interrupted': {
      const { text, hidden } = estimateText(result.report, SHOWN_ROWS);
      return hidden === 0 ? text : `${text}… and ${hidden} more\n`;
    }
  }
}
