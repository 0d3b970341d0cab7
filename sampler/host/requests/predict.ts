/** The request `predict`: predictions of a kept run at new data. */
import { type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { PredictionReport, PredictionsResult, PredictParams } from '../../report/predictions.ts';
import { answered } from './handle-request.ts';
import { invalid, reportOf, withRun } from './posterior-predictions.ts';

export function servePredict(connection: MessageConnection): void {
  connection.onRequest(
    new RequestType<PredictParams, PredictionsResult, void>('predict'),
    (params: PredictParams): Promise<PredictionsResult> =>
      answered(params, runPredict, (message) => ({ kind: 'problem', message })),
  );
}

async function runPredict(params: Omit<PredictParams, 'version'>): Promise<PredictionsResult> {
  const { PREDICT_DRAWS, predict } = await import('../../predict/predict.ts');
  const { askedPredictions } = await import('../../predict/requested-predictions.ts');
  return withRun(params.folder, async (model) => {
    const asked = askedPredictions(model, params.files);
    if (asked.length === 0) return { kind: 'problem', message: 'the model has no `predict` statement' };
    const reports: PredictionReport[] = [];
    for (const { name, values } of asked) {
      const seed = params.seed ?? model.info.seed;
      const result = await predict(model, { name, values, draws: params.draws ?? PREDICT_DRAWS, seed });
      if (result.kind === 'invalid') return invalid(model, result);
      reports.push(reportOf(name, model, result.prediction));
    }
    return { kind: 'done', reports };
  });
}
