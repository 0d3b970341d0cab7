/**
 * Advice follows the cause that can be seen: where diagnostics fail, the causes that are found in the model, its
 * data and its draws come first, and each failing diagnostic names the cause that explains it and takes its next
 * step. What no known cause explains is grouped under the gravest of the diagnostics. Nothing is said of a run
 * that passes.
 */
import { analyze } from '../../../grammar/analyze.ts';
import type { Diagnostics, Reason } from '../../report/sample-report.ts';
import type { Cause, CauseFinder, FailedRun } from './cause.ts';
import { divergingHierarchies } from './centred-hierarchy.ts';
import { fromChecks } from './from-checks.ts';
import { heavyTails } from './heavy-tail.ts';
import { outsideSupport } from './outside-support.ts';
import { stuckChains } from './stuck-chain.ts';

/** What is certain from the model and its data first, then what the draws show. */
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

/** @param causes the first that explains a diagnostic is its cause; one that explains nothing more is left out. */
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
  const led = rest.map((reason) =>
    gravest === undefined || reason === gravest || !follows.has(reason.code)
      ? reason
      : { ...reason, cause: gravest.code, nextStep: gravest.nextStep },
  );
  const consequences = known.flatMap((cause) =>
    reasons.flatMap((reason) => (explained.get(reason) === cause ? [consequenceOf(reason, cause)] : [])),
  );
  // What is wrong with the run as such stands before what its draws show.
  const first = led.filter(
    ({ code }) => !follows.has(code) && order.indexOf(code) < order.indexOf('divergences'),
  );
  return [...first, ...known, ...consequences, ...led.filter((reason) => !first.includes(reason))];
}

/** A diagnostic that names no quantity of its own leads to where its cause is. */
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
