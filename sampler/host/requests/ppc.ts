/** The request `ppc`: data replicated at the draws of a kept run. */
import { type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { PpcParams, PredictionsResult } from '../../report/predictions.ts';
import { answered } from './handle-request.ts';
import { invalid, reportOf, withRun } from './posterior-predictions.ts';

export function servePpc(connection: MessageConnection): void {
  connection.onRequest(
    new RequestType<PpcParams, PredictionsResult, void>('ppc'),
    (params: PpcParams): Promise<PredictionsResult> =>
      answered(params, runPpc, (message) => ({ kind: 'problem', message })),
  );
}

async function runPpc(params: Omit<PpcParams, 'version'>): Promise<PredictionsResult> {
  const { PPC_DRAWS, posteriorPredictive } = await import('../../predict/posterior-predictive.ts');
  return withRun(params.folder, async (model) => {
    const { draws, statistics } = params;
    const seed = params.seed ?? model.info.seed;
    const asked = { draws: draws ?? PPC_DRAWS, seed, statistics: statistics ?? [] };
    const result = await posteriorPredictive(model, asked);
    if (result.kind === 'problem') return result;
    if (result.kind === 'invalid') return invalid(model, result);
    return { kind: 'done', reports: [reportOf('', model, result.predictive)] };
  });
}
