/** The report of a baseline from what each method predicted: scores, paired differences, notes. */
import type { Program } from '../../../grammar/syntax/ast.ts';
import type { BaselineDifference, BaselineMethod, BaselineReport } from '../../report/baseline-report.ts';
import { countText, notesOnPoints, refitsFail } from '../leave-one-out/notes.ts';
import { baselineSentence } from './baseline-sentence.ts';
import { meanScore, type Predicted, pairedDifference } from './compare-methods.ts';
import type { Prediction } from './held-out-predictions.ts';
import type { Regression } from './regression-of-model.ts';
import { LEVEL, rowsIn, type SimpleMethods } from './simple-methods.ts';
import { fewestForLevel } from './split-conformal.ts';

interface Results {
  /** The name of the model. */
  readonly name: string;
  readonly program: Program;
  readonly modelText: string;
  readonly seed: number;
  readonly regression: Regression;
  readonly simple: SimpleMethods;
  readonly foldOf: readonly number[];
  readonly bayes: readonly Prediction[];
  readonly seconds: number;
  /** Why the diagnostics of each refit do not pass. */
  readonly reasons: readonly (readonly string[])[];
}

export function reportOfBaseline(results: Results): BaselineReport {
  const { name, program, modelText, seed, regression, simple, foldOf, bayes, seconds, reasons } = results;
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
  return {
    model: name,
    outcome: datum,
    provisional: failed.length > 0,
    methods: [ofBayes, ofRidge, ...(ofConformal === null ? [] : [ofConformal])],
    sentence: baselineSentence({
      bayes: ofBayes,
      ridge: ofRidge,
      conformal: ofConformal,
      differences,
      rows: outcome.length,
    }),
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
      ...notesOnPoints(regression.found, program, modelText, 'fold'),
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
