/** A regression predicts held-out rows; ridge and split-conformal intervals predict the same ones. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import type { CheckedModel } from '../../model/check-model.ts';
import { createRandom } from '../../random.ts';
import type { BaselineReport } from '../../report/baseline-report.ts';
import { problem } from '../error-diagnostic.ts';
import { assignFolds } from '../leave-one-out/k-fold.ts';
import { type HeldOut, type Refits, type Refitted, refitEach } from '../leave-one-out/refit.ts';
import { observedModel } from '../leave-one-out/score-points.ts';
import { bayesPredictions, type Prediction } from './held-out-predictions.ts';
import { regressionOfModel } from './regression-of-model.ts';
import { reportOfBaseline } from './report-of-baseline.ts';
import { LEVEL, rowsIn, simpleMethods } from './simple-methods.ts';

export type Baseline =
  | { readonly kind: 'ok'; readonly report: BaselineReport }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface BaselineRequest {
  /** The name of the model. */
  readonly name: string;
  readonly checked: CheckedModel;
  readonly refitted: Refitted;
  readonly folds: number;
  /** Of the assignment to folds, within them too, and of the draws that predict. */
  readonly seed: number;
  readonly refits: Refits;
  /** In milliseconds. */
  now(): number;
}

export async function baselineOfModel(request: BaselineRequest): Promise<Baseline> {
  const { checked, refitted, folds, seed, refits, now } = request;
  const { program, data } = checked;
  const observed = observedModel(program, data);
  if (observed.kind === 'invalid') return observed;
  if (observed.kind === 'none') {
    const message =
      'the model is no regression: it has no `observe` statement, so there is no outcome to predict';
    return { kind: 'invalid', diagnostics: [problem('no-regression', message, { start: 0, end: 0 })] };
  }
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const found = await regressionOfModel(checked, forward);
  if (found.kind === 'invalid') return found;
  const { regression } = found;
  const { points, datum } = regression;
  if (folds > points.length / 2) {
    const message = `--folds ${folds}: expected at most half as many as there are values of \`${datum}\`, ${points.length}`;
    return { kind: 'problem', message };
  }
  const foldOf = assignFolds(points.length, folds, createRandom(seed));
  const simple = simpleMethods(regression, foldOf, folds, seed, now);
  const sets = Array.from({ length: folds }, (_, fold): HeldOut => {
    return { name: `fold ${fold + 1}`, points: points.filter((_, i) => foldOf[i] === fold), index: fold };
  });
  const begun = now();
  const refit = await refitEach(refitted, sets, refits, (set, own) => ({
    predictions: bayesPredictions(forward, set.points, own, LEVEL, createRandom(seed, 1 + set.index)),
    reasons: own.reasons,
  }));
  if (refit.kind === 'problem') return refit;
  const bayes: Prediction[] = [];
  for (const [fold, { predictions }] of refit.scores.entries()) {
    if (typeof predictions === 'string')
      return { kind: 'problem', message: `in the fit without ${sets[fold].name}, ${predictions}` };
    for (const [k, i] of rowsIn(foldOf, fold).entries()) bayes[i] = predictions[k];
  }
  return {
    kind: 'ok',
    report: reportOfBaseline({
      name: request.name,
      program,
      modelText: refitted.info.modelText,
      seed,
      regression,
      simple,
      foldOf,
      bayes,
      seconds: (now() - begun) / 1000,
      reasons: refit.scores.map(({ reasons }) => reasons),
    }),
  };
}
