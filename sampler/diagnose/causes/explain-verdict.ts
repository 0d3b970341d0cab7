/**
 * Advice follows the cause: where diagnostics fail, the causes found in the model, its data and its draws come first,
 * and each failing diagnostic names the cause that explains it and takes over its next step. Diagnostics without a
 * known cause are grouped under the gravest of them. A run that passes has no causes.
 */
import { analyze } from '../../../grammar/analyze.ts';
import type { Diagnostics, Reason } from '../../report/sample-report.ts';
import type { Cause, CauseFinder, FailedRun } from './cause.ts';
import { divergingHierarchies } from './centred-hierarchy.ts';
import { fromChecks } from './from-checks.ts';
import { heavyTails } from './heavy-tail.ts';
import { outsideSupport } from './outside-support.ts';
import { stuckChains } from './stuck-chain.ts';

/** Causes that are certain from the model and its data come before those inferred from draws. */
const finders: readonly CauseFinder[] = [
  fromChecks(['improper-posterior', 'separation', 'no-reference-category']),
  outsideSupport,
  stuckChains,
  fromChecks(['label-switching']),
  divergingHierarchies,
  fromChecks(['coefficient-scale']),
  heavyTails,
  fromChecks(['redundant-intercept']),
];

export function explainVerdict(
  diagnostics: Diagnostics,
  run: Omit<FailedRun, 'analysis' | 'diagnostics'>,
): Diagnostics {
  if (diagnostics.pass) return diagnostics;
  const failed = { ...run, analysis: analyze(run.program, run.data), diagnostics };
  const causes = finders.flatMap((find) => find(failed));
  return { ...diagnostics, reasons: groupedReasons(diagnostics.reasons, causes) };
}

/** @param causes in order: a diagnostic takes the first that explains it; causes left without a diagnostic are dropped. */
function groupedReasons(reasons: readonly Reason[], causes: readonly Cause[]): readonly Reason[] {
  const known: Reason[] = [];
  const explained = new Map<Reason, Reason>();
  for (const { explains, ...cause } of causes) {
    const own = reasons.filter(
      (reason) => !explained.has(reason) && (explains as ReadonlySet<string>).has(reason.code),
    );
    if (own.length === 0) continue;
    known.push(cause);
    for (const reason of own) explained.set(reason, cause);
  }
  const rest = byGravity(reasons.filter((reason) => !explained.has(reason)));
  const [gravest] = rest.filter(({ code }) => cureless.has(code));
  const leading = rest.map((reason) =>
    gravest === undefined || reason === gravest || !follows.has(reason.code)
      ? reason
      : { ...reason, cause: gravest.code, nextStep: gravest.nextStep },
  );
  const consequences = known.flatMap((cause) =>
    reasons.flatMap((reason) => (explained.get(reason) === cause ? [consequenceOf(reason, cause)] : [])),
  );
  // Problems of the run as such come before those of its draws.
  const first = leading.filter(
    ({ code }) => !follows.has(code) && order.indexOf(code) < order.indexOf('divergences'),
  );
  return [...first, ...known, ...consequences, ...leading.filter((reason) => !first.includes(reason))];
}

/** A diagnostic without names of its own takes the names and line of its cause. */
function consequenceOf(reason: Reason, { code, nextStep, names, line }: Reason): Reason {
  return {
    ...reason,
    cause: code,
    nextStep,
    names: reason.names.length > 0 ? reason.names : names,
    ...(reason.line === undefined && line !== undefined ? { line } : {}),
  };
}

/** Causes before their consequences: chains that diverge rarely agree, and more draws do not help. */
const order: readonly Reason['code'][] = [
  'values',
  'solver',
  'process',
  'memory',
  'motionless',
  'unvisited-mode',
  'divergences',
  'no-mean',
  'r-hat',
  'e-bfmi',
  'tree-depth',
  'ess-bulk',
  'ess-tail',
  'chains',
  'interrupted',
];

/** Diagnostics that make those which follow moot. */
const cureless: ReadonlySet<Reason['code']> = new Set([
  'divergences',
  'no-mean',
  'r-hat',
  'e-bfmi',
  'tree-depth',
  'ess-bulk',
  'ess-tail',
]);
const follows = cureless;

function byGravity(reasons: readonly Reason[]): readonly Reason[] {
  const rank = ({ code }: Reason) => {
    const at = order.indexOf(code);
    return at < 0 ? -1 : at;
  };
  return reasons.toSorted((a, b) => rank(a) - rank(b));
}
