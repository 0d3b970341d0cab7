/** The requested predictions: at the given files, else those of the model's `predict` statements. */
import type { PredictParams } from '../report/predictions.ts';
import type { PosteriorModel } from './posterior-model.ts';
import { valuesOf } from './predict-statement.ts';
import type { NewValues } from './replaced-data.ts';

/** @param files absent for the model's statements. */
export function askedPredictions(
  { program }: PosteriorModel,
  files: PredictParams['files'],
): readonly { readonly name: string; readonly values: NewValues }[] {
  if (files === undefined) {
    return program.statements.flatMap((statement) =>
      statement.kind === 'predict' ? [{ name: statement.name.name, values: valuesOf(statement) }] : [],
    );
  }
  const name = files.map(({ path }) => path).join(', ');
  return [{ name, values: { kind: 'files', files: files.map((file) => ({ ...file, span: null })) } }];
}
