/** The request `prior`: draws of parameters and data from the prior predictive distribution. */
import { randomInt } from 'node:crypto';
import { type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import { methods } from '../../../grammar/methods/index.ts';
import { listFolder, readDataFile } from '../../data/node-reader.ts';
import { checkModel, hasErrors, modelName } from '../../model/check-model.ts';
import type { PriorParams, PriorResult } from '../../report/predictions.ts';
import { settingsInModel } from '../../run/method-settings.ts';
import { answered } from './handle-request.ts';

const PRIOR_DRAWS = 1000;
const MAX_SEED = 2 ** 31 - 1;

export function servePrior(connection: MessageConnection): void {
  connection.onRequest(
    new RequestType<PriorParams, PriorResult, void>('prior'),
    (params: PriorParams): Promise<PriorResult> =>
      answered(
        params,
        (asked) => runPrior(asked, true),
        (message) => ({
          kind: 'invalid',
          diagnostics: [{ code: 'internal', severity: 'error', message, span: { start: 0, end: 0 } }],
        }),
      ),
  );
}

/** @param withLines also the lines over each predictor, for plots. */
export async function runPrior(
  params: Omit<PriorParams, 'version'>,
  withLines = false,
): Promise<PriorResult> {
  const { modelText, modelPath, draws } = params;
  const { program, data, diagnostics } = checkModel(modelText, modelPath);
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const { placedRemarks } = await import('../../predict/placed-remarks.ts');
  const { priorPredictive } = await import('../../predict/prior-predictive.ts');
  const seed =
    params.seed ?? Number(settingsInModel(methods.nuts, program, data).seed ?? randomInt(1, MAX_SEED));
  const request = { draws: draws ?? PRIOR_DRAWS, seed };
  const result = await priorPredictive(program, data, request);
  if (result.kind === 'invalid') return result;
  const { remarks: _, ...predictive } = result.predictive;
  const located = await placedRemarks(program, data, modelText, request, result.predictive);
  const report = { model: modelName(program, modelPath), ...predictive, remarks: located };
  if (!withLines) return { kind: 'done', report };
  const { predictorLines } = await import('../../predict/predictor-lines.ts');
  const load = { modelPath, readFile: readDataFile, listFolder };
  const lines = await predictorLines({ program, data, load }, null, seed);
  const drawn = predictive.data.map((one) => ({ ...one, lines: lines.get(one.datum) ?? [] }));
  return { kind: 'done', report: { ...report, data: drawn } };
}
