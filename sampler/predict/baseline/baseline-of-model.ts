/** A regression predicts held-out rows; ridge and split-conformal intervals predict the same ones. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import type { CheckedModel } from '../../model/check-model.ts';
import { createRandom } from '../../random.ts';
import type { BaselineDifference, BaselineMethod, BaselineReport } from '../../report/baseline-report.ts';
import { problem } from '../error-diagnostic.ts';
import { assignFolds } from '../leave-one-out/k-fold.ts';
import { countText, notesOnPoints, refitsFail } from '../leave-one-out/notes.ts';
import { type HeldOut, type Refits, type Refitted, refitEach } from '../leave-one-out/refit.ts';
import { observedModel } from '../leave-one-out/score-points.ts';
import { baselineSentence } from './baseline-sentence.ts';
import { meanScore, type Predicted, pairedDifference } from './compare-methods.ts';
import {
  bayesPredictions,
  conformalPredictions,
  type Prediction,
  ridgePredictions,
} from './held-out-predictions.ts';
import { type Regression, regressionOfModel } from './regression-of-model.ts';
import { fewestForLevel } from './split-conformal.ts';

export type Baseline =
  | { readonly kind: 'ok'; readonly report: BaselineReport }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Of the intervals: that of the summaries everywhere else. */
const LEVEL = 0.94;

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
    report: reportOf({
      request,
      regression,
      forward,
      simple,
      foldOf,
      bayes,
      seconds: (now() - begun) / 1000,
      reasons: refit.scores.map(({ reasons }) => reasons),
    }),
  };
}

interface SimpleMethods {
  readonly ridge: Float64Array;
  readonly penalties: readonly number[];
  readonly ridgeSeconds: number;
  readonly conformal: readonly Prediction[];
  readonly conformalSeconds: number;
  /** Rows behind the intervals of the fold that has fewest. */
  readonly calibrated: number;
}

function simpleMethods(
  { rows, family }: Regression,
  foldOf: readonly number[],
  folds: number,
  seed: number,
  now: () => number,
): SimpleMethods {
  const ridge = new Float64Array(foldOf.length);
  const conformal: Prediction[] = [];
  const penalties: number[] = [];
  let [ridgeMs, conformalMs, calibrated] = [0, 0, Number.POSITIVE_INFINITY];
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (i: number) => foldOf[i] === fold;
    const begun = now();
    const own = ridgePredictions(rows, isHeldOut, family, seed);
    const between = now();
    const intervals = conformalPredictions(rows, isHeldOut, family, LEVEL, seed);
    ridgeMs += between - begun;
    conformalMs += now() - between;
    penalties.push(own.penalty);
    calibrated = Math.min(calibrated, intervals.calibrated);
    for (const [k, i] of rowsIn(foldOf, fold).entries()) {
      ridge[i] = own.means[k];
      conformal[i] = intervals.predictions[k];
    }
  }
  return {
    ridge,
    penalties,
    ridgeSeconds: ridgeMs / 1000,
    conformal,
    conformalSeconds: conformalMs / 1000,
    calibrated,
  };
}

function rowsIn(foldOf: readonly number[], fold: number): readonly number[] {
  return foldOf.flatMap((own, i) => (own === fold ? [i] : []));
}

interface Results {
  readonly request: BaselineRequest;
  readonly regression: Regression;
  readonly forward: ForwardModel;
  readonly simple: SimpleMethods;
  readonly foldOf: readonly number[];
  readonly bayes: readonly Prediction[];
  readonly seconds: number;
  /** Why the diagnostics of each refit do not pass. */
  readonly reasons: readonly (readonly string[])[];
}

function reportOf({ request, regression, simple, foldOf, bayes, seconds, reasons }: Results): BaselineReport {
  const { name, checked, refitted, seed } = request;
  const { points, rows, family, datum, isYesNo } = regression;
  const { outcome } = rows;
  const withIntervals = (predictions: readonly Prediction[]): Predicted => ({
    means: Float64Array.from(predictions, ({ mean }) => mean),
    intervals: isYesNo ? null : wholeEnds(predictions, family.name !== 'normal'),
  });
  const predicted = {
    bayes: withIntervals(bayes),
    ridge: { means: simple.ridge, intervals: null },
    conformal: withIntervals(simple.conformal),
  };
  const method = (title: string, own: Predicted, taken: number): BaselineMethod => ({
    name: title,
    mse: meanScore('mse', own, outcome) ?? Number.NaN,
    mae: meanScore('mae', own, outcome) ?? Number.NaN,
    coverage: meanScore('coverage', own, outcome),
    width: finiteOrNull(meanScore('width', own, outcome)),
    seconds: taken,
  });
  const ofBayes = method('Bayes', predicted.bayes, seconds);
  const ofRidge = method(family.title, predicted.ridge, simple.ridgeSeconds);
  const ofConformal = isYesNo
    ? null
    : method('split conformal', predicted.conformal, simple.conformalSeconds);
  const difference = (of: BaselineDifference['of'], other: BaselineMethod | null, own: Predicted) => {
    const paired = other === null ? null : pairedDifference(of, predicted.bayes, own, outcome);
    return paired === null || other === null ? [] : [{ of, with: other.name, ...paired }];
  };
  const differences = [
    ...difference('mse', ofRidge, predicted.ridge),
    ...difference('mae', ofRidge, predicted.ridge),
    ...difference('coverage', ofConformal, predicted.conformal),
    ...difference('width', ofConformal, predicted.conformal),
  ];
  const failed = reasons.flatMap((own, fold) =>
    own.length === 0 ? [] : [{ name: `fold ${fold + 1}`, reasons: own }],
  );
  const ends = ({ intervals }: Predicted, i: number) => ({
    low: finiteOrNull(intervals?.low[i] ?? null),
    high: finiteOrNull(intervals?.high[i] ?? null),
  });
  const { modelText } = refitted.info;
  return {
    model: name,
    outcome: datum,
    provisional: failed.length > 0,
    methods: [ofBayes, ofRidge, ...(ofConformal === null ? [] : [ofConformal])],
    sentence: baselineSentence({ bayes: ofBayes, ridge: ofRidge, conformal: ofConformal, differences }),
    level: LEVEL,
    seed,
    folds: simple.penalties.map((penalty, fold) => ({
      fold: fold + 1,
      rows: rowsIn(foldOf, fold).length,
      penalty,
      pass: reasons[fold].length === 0,
    })),
    columns: regression.columns.map((column) => column.name),
    differences,
    points: points.map((point, i) => ({
      name: point.name,
      fold: foldOf[i] + 1,
      observed: outcome[i],
      bayes: { mean: predicted.bayes.means[i], ...ends(predicted.bayes, i) },
      ridge: simple.ridge[i],
      conformal: { mean: predicted.conformal.means[i], ...ends(predicted.conformal, i) },
    })),
    warnings: failed.length === 0 ? [] : [refitsFail(failed, simple.penalties.length)],
    notes: [
      ...notesOnPoints(regression.found, checked.program, modelText, 'fold'),
      ...(isYesNo
        ? [
            `\`${datum}\` is yes or no: the MSE is the Brier score, and no interval says more than the probability`,
          ]
        : []),
      ...fewRows(simple.calibrated, isYesNo),
    ],
  };
}

function fewRows(calibrated: number, isYesNo: boolean): readonly string[] {
  const needed = fewestForLevel(LEVEL);
  if (isYesNo || calibrated >= needed) return [];
  const rows = countText(calibrated, 'row');
  return [
    `conformal intervals of ${100 * LEVEL} % need ${needed} rows beside those that are fitted and those that are predicted, found ${rows}: their ends are infinite`,
  ];
}

/** Counts lie at whole numbers alone: an interval ends at those within it. */
function wholeEnds(predictions: readonly Prediction[], isCount: boolean): Predicted['intervals'] {
  return {
    low: Float64Array.from(predictions, ({ low }) => (isCount ? Math.ceil(low) : low)),
    high: Float64Array.from(predictions, ({ high }) => (isCount ? Math.floor(high) : high)),
  };
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
