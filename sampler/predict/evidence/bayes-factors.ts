/** Bayes factors of the models of several runs on the same data. */

import type { EvidenceReport, EvidenceRow } from '../../report/evidence-report.ts';
import { finiteOrNull } from '../leave-one-out/loo-report.ts';
import { differenceInData } from '../leave-one-out/same-data.ts';
import type { EvidenceOfRun } from './evidence-of-run.ts';

type BayesFactors =
  | { readonly kind: 'ok'; readonly report: EvidenceReport }
  /** Not of the same data; the difference in words. */
  | { readonly kind: 'problem'; readonly message: string };

/** Factors this close to 1, in their standard errors, may be Monte Carlo error. */
const WITHIN_ERRORS = 2;

const PRIORS =
  'the evidence is the mean of the likelihood over the prior: a prior that is ten times as wide can cost a model a factor of ten for each parameter while its posterior hardly changes';

/** Rows in order of evidence, the highest first. */
export function bayesFactors(runs: readonly EvidenceOfRun[]): BayesFactors {
  const difference = differenceInData(runs);
  if (difference !== null)
    return {
      kind: 'problem',
      message: `${difference}; Bayes factors are of the same data alone, so fit both models to the same rows and the same outcome`,
    };
  const sorted = [...runs].sort((a, b) => b.logIntegral - a.logIntegral);
  const [best] = sorted;
  const alone = runs.length === 1;
  const total = sorted.reduce((sum, { logIntegral }) => sum + Math.exp(logIntegral - best.logIntegral), 0);
  const rows = sorted.map((one): EvidenceRow => {
    const { run, model, provisional, draws, dimension, logIntegral, relativeError } = one;
    const lost = best.logIntegral - logIntegral;
    return {
      run,
      model,
      provisional,
      draws,
      dimension,
      log_evidence: logIntegral,
      relative_error: finiteOrNull(relativeError),
      log_bayes_factor: alone ? null : lost,
      bayes_factor_error:
        alone || one === best ? null : finiteOrNull(Math.hypot(relativeError, best.relativeError)),
      probability: alone ? null : Math.exp(-lost) / total,
    };
  });
  return { kind: 'ok', report: { rows, warnings: warningsOf(runs, rows) } };
}

function warningsOf(runs: readonly EvidenceOfRun[], rows: readonly EvidenceRow[]): readonly string[] {
  const alone = runs.length === 1;
  const own = runs.flatMap(({ run, warnings }) =>
    warnings.map((warning) => (alone ? warning : `${run}: ${warning}`)),
  );
  const close = rows.slice(1).filter(({ log_bayes_factor, bayes_factor_error }) => {
    return (log_bayes_factor ?? 0) < WITHIN_ERRORS * (bayes_factor_error ?? Number.POSITIVE_INFINITY);
  });
  const undecided =
    close.length === 0
      ? []
      : [
          `${close.map(({ run }) => run).join(', ')}: the Bayes factor is within ${WITHIN_ERRORS} of its standard errors of 1, so the order may be Monte Carlo error; sample more draws`,
        ];
  const priors = alone
    ? `${PRIORS}; read it beside that of other models with priors that you would defend`
    : `${PRIORS}; a Bayes factor judges the priors as much as the models, so fit again with other reasonable priors and see whether it holds, and ask \`bayes compare\` how well the posteriors predict`;
  return [...own, ...undecided, priors];
}
