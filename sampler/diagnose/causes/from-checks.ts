/** Causes that checks find before a run: named where diagnostics of their parameters fail. */

import { coefficientScale } from '../../../grammar/checks/coefficient-scale.ts';
import { improperPosterior } from '../../../grammar/checks/improper-posterior.ts';
import { labelSwitching } from '../../../grammar/checks/label-switching.ts';
import { noReferenceCategory } from '../../../grammar/checks/no-reference-category.ts';
import { redundantIntercept } from '../../../grammar/checks/redundant-intercept.ts';
import { separation, separations } from '../../../grammar/checks/separation.ts';
import type { Diagnostic, Fix } from '../../../grammar/diagnostic.ts';
import type { CauseCode } from '../../report/sample-report.ts';
import { upperFirst } from '../../report/upper-first.ts';
import { MAX_R_HAT, MIN_ESS_PER_CHAIN } from '../../stats/diagnostic-limits.ts';
import {
  anyOfSampling,
  baseName,
  type Cause,
  type CauseFinder,
  disagreement,
  type FailedRun,
  lineAt,
} from './cause.ts';

type CheckCode = Extract<
  CauseCode,
  | 'separation'
  | 'improper-posterior'
  | 'no-reference-category'
  | 'label-switching'
  | 'coefficient-scale'
  | 'redundant-intercept'
>;

const explains: Readonly<Record<CheckCode, Cause['explains']>> = {
  separation: anyOfSampling,
  'improper-posterior': anyOfSampling,
  'no-reference-category': anyOfSampling,
  'label-switching': disagreement,
  'coefficient-scale': anyOfSampling,
  'redundant-intercept': disagreement,
};

/** Keyed by code, so that the compiler notices a renamed check. */
const codeOf = {
  separation: separation.code,
  'improper-posterior': improperPosterior.code,
  'no-reference-category': noReferenceCategory.code,
  'label-switching': labelSwitching.code,
  'coefficient-scale': coefficientScale.code,
  'redundant-intercept': redundantIntercept.code,
} as const;

export function fromChecks(codes: readonly CheckCode[]): CauseFinder {
  return (run) => {
    const failing = failingNames(run);
    return codes.flatMap((code) =>
      findingsOf(run, code)
        .filter(({ names = [] }) => names.some((name) => failing.has(name)))
        .map((finding) => asCause(run, code, finding)),
    );
  };
}

function findingsOf(run: FailedRun, code: CheckCode): readonly Diagnostic[] {
  // A merely broad prior is not a finding before a run, but it is the cause after a failed one.
  if (code === 'separation') return separations(run.analysis, 'broad');
  return run.analysis.diagnostics.filter((finding) => finding.code === codeOf[code]);
}

/** Splits a check's message, which ends with what to do. */
function asCause(
  run: FailedRun,
  code: CheckCode,
  { message, span, fixes = [], names = [] }: Diagnostic,
): Cause {
  const at = message.lastIndexOf('; ');
  const advice = at < 0 ? message : message.slice(at + 2);
  const [fix] = fixes;
  return {
    code,
    message: upperFirst(at < 0 ? message : message.slice(0, at)),
    nextStep: `${upperFirst(advice)}${fix === undefined || code === 'separation' ? '' : formOf(run, fix)}`,
    names: names.slice(0, 10),
    line: lineAt(run, span.start),
    explains: explains[code],
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The declaration after the edit: `: \`param mu[2]: ordered ~ Normal(0, 3)\``. */
function formOf({ program }: FailedRun, { edits }: Fix): string {
  const before = program.text ?? '';
  const after = edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), before);
  const known = new Set(before.split('\n'));
  const line = after.split('\n').find((text) => text.trimStart().startsWith('param ') && !known.has(text));
  return line === undefined ? '' : `: \`${line.trim()}\``;
}

/** Parameters of which the chains disagree, or that move slowly. */
export function failingNames({ rows, draws }: FailedRun): ReadonlySet<string> {
  const least = MIN_ESS_PER_CHAIN * draws.chains;
  const names = new Set<string>();
  for (const { name, element = name, r_hat, ess_bulk, ess_tail } of rows)
    if (!(r_hat <= MAX_R_HAT && ess_bulk >= least && ess_tail >= least)) names.add(baseName(element));
  return names;
}
