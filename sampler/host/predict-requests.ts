/** The host's requests `prior`, `ppc` and `predict`, on a connection. */
import { randomInt } from 'node:crypto';
import { type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import { valuesOf } from '../predict/predict-statement.ts';
import type { NewValues } from '../predict/replaced-data.ts';
import type { Predictions } from '../predict/results.ts';
import type {
  PpcParams,
  PredictionReport,
  PredictionsResult,
  PredictParams,
  PriorParams,
  PriorResult,
} from '../predictions.ts';
import { PROTOCOL_VERSION } from '../protocol.ts';
import { checkModel, hasErrors, modelName } from './front.ts';
import { createLineIndex } from './lines.ts';
import { settingsInModel } from './settings.ts';

const PRIOR_DRAWS = 1000;
const MAX_SEED = 2 ** 31 - 1;

/** Never rejects: what is wrong with a model, its data or a run's folder is a result. */
export function servePredictions(connection: MessageConnection): void {
  connection.onRequest(
    new RequestType<PriorParams, PriorResult, void>('prior'),
    (params: PriorParams): Promise<PriorResult> =>
      answered(
        params,
        (asked) => runPrior(asked, true),
        (message) => ({ kind: 'invalid', diagnostics: [internal(message)] }),
      ),
  );
  connection.onRequest(
    new RequestType<PpcParams, PredictionsResult, void>('ppc'),
    (params: PpcParams): Promise<PredictionsResult> =>
      answered(params, runPpc, (message) => ({ kind: 'problem', message })),
  );
  connection.onRequest(
    new RequestType<PredictParams, PredictionsResult, void>('predict'),
    (params: PredictParams): Promise<PredictionsResult> =>
      answered(params, runPredict, (message) => ({ kind: 'problem', message })),
  );
}

async function answered<P extends { readonly version: number }, R>(
  params: P,
  run: (params: P) => Promise<R>,
  failed: (message: string) => R,
): Promise<R> {
  if (params.version !== PROTOCOL_VERSION) {
    return failed(
      `host and caller differ in version: expected ${PROTOCOL_VERSION}, found ${params.version}; reload the window`,
    );
  }
  try {
    return await run(params);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function internal(message: string): Diagnostic {
  return { code: 'internal', severity: 'error', message, span: { start: 0, end: 0 } };
}

/** @param withLines also the lines over each predictor, for plots. */
export async function runPrior(
  params: Omit<PriorParams, 'version'>,
  withLines = false,
): Promise<PriorResult> {
  const { modelText, modelPath, draws } = params;
  const { program, data, diagnostics } = checkModel(modelText, modelPath);
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const { priorPredictive } = await import('../predict/prior-predictive.ts');
  const seed = params.seed ?? settingsInModel(program, data).seed ?? randomInt(1, MAX_SEED);
  const result = await priorPredictive(program, data, { draws: draws ?? PRIOR_DRAWS, seed });
  if (result.kind === 'invalid') return result;
  const { remarks, ...predictive } = result.predictive;
  const locate = createLineIndex(modelText);
  const located = remarks.map(({ code, message, span }) => {
    const { line, character } = locate(span.start);
    return { code, message, line, column: character };
  });
  const report = { model: modelName(program, modelPath), ...predictive, remarks: located };
  if (!withLines) return { kind: 'done', report };
  const { predictorLines } = await import('../predict/predictor-lines.ts');
  const load = { modelPath, readFile: readDataFile, listFolder };
  const lines = await predictorLines({ program, data, load }, null, seed);
  const drawn = predictive.data.map((one) => ({ ...one, lines: lines.get(one.datum) ?? [] }));
  return { kind: 'done', report: { ...report, data: drawn } };
}

export async function runPpc(params: Omit<PpcParams, 'version'>): Promise<PredictionsResult> {
  const { PPC_DRAWS, posteriorPredictive } = await import('../predict/posterior-predictive.ts');
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

export async function runPredict(params: Omit<PredictParams, 'version'>): Promise<PredictionsResult> {
  const { PREDICT_DRAWS, predict } = await import('../predict/predict.ts');
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

async function withRun(
  folder: string,
  body: (model: PosteriorModel) => Promise<PredictionsResult>,
): Promise<PredictionsResult> {
  // Apache Arrow takes long to load, so only where a run is read.
  const { openPosterior } = await import('../predict/posterior-model.ts');
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return opened;
  if (opened.kind === 'invalid') return invalid(opened, opened);
  return body(opened.model);
}

function invalid(
  { info }: Pick<PosteriorModel, 'info'>,
  { diagnostics }: Pick<Extract<PredictionsResult, { kind: 'invalid' }>, 'diagnostics'>,
): PredictionsResult {
  return { kind: 'invalid', modelPath: info.modelPath, modelText: info.modelText, diagnostics };
}

function reportOf(
  name: string,
  model: PosteriorModel,
  {
    quantities,
    statistics,
    data,
    seed,
    draws,
  }: Predictions & { readonly seed: number; readonly draws: number },
): PredictionReport {
  const provisional = isProvisional(model);
  return { name, model: model.info.model, seed, draws, provisional, quantities, statistics, data };
}

/** Draws whose diagnostics fail, or that did not come to an end, are not to be relied on yet. */
export function isProvisional({ report, info }: PosteriorModel): boolean {
  return info.method === undefined && report?.diagnostics.pass !== true;
}
