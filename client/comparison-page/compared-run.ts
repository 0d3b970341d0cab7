/** A kept run as the comparison page shows it. Pure. */
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import type { ComparedRun } from '../../webview/comparison-protocol.ts';
import type { KeptRun, RunStatus } from '../run-history/kept-run.ts';
import { sizeText, statusText, whenText } from '../run-history/run-labels.ts';

export function comparedRun(
  run: Pick<KeptRun, 'header' | 'status' | 'stopped'>,
  report: SampleReport | undefined,
  k: number,
  now: Date,
): ComparedRun {
  const { header, status } = run;
  return {
    letter: letterOf(k),
    header,
    report: report ?? null,
    isOfChains: header.method === undefined,
    facts: [whenText(header.started, now), `seed ${header.settings.seed}`, sizeText(run)].join(' · '),
    status: {
      kind: kindOf(status),
      text: statusText(status),
      reasons: status.kind === 'provisional' ? status.reasons : [],
    },
  };
}

function kindOf(status: RunStatus): ComparedRun['status']['kind'] {
  if (status.kind === 'passes') return status.misfit === undefined ? 'passes' : 'misfit';
  return status.kind === 'provisional' ? status.kind : 'none';
}

/** A, B, …, Z, AA, … */
function letterOf(k: number): string {
  const last = String.fromCharCode(65 + (k % 26));
  return k < 26 ? last : letterOf(Math.floor(k / 26) - 1) + last;
}
