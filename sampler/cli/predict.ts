/** `bayes predict RUN`: predictions at new data from the draws of a run. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { leftOutText } from '../predict/discrete-summaries.ts';
import { setValues } from '../predict/intervention-values.ts';
import { isProvisional } from '../predict/is-provisional.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import { PREDICT_DRAWS, type Prediction, predict, predictStatements } from '../predict/predict.ts';
import { valuesOf } from '../predict/predict-statement.ts';
import type { NewValues } from '../predict/replaced-data.ts';
import { rowColumns } from '../predict/row-columns.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { openRunOf, trustText } from './ppc.ts';
import { quantitiesText, statisticsText } from './predictive-text.ts';

export interface PredictOptions {
  /** `new.csv` or `OLD=new.csv`; empty for the model's statements. */
  readonly data: readonly string[];
  /** `treated=1`: the fitted rows with a datum changed. */
  readonly set: readonly string[];
  readonly name: string | null;
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
}

export async function predictCommand(
  run: string,
  options: PredictOptions,
  console: Console,
): Promise<ExitCode> {
  const json = options.format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const asked = requests(model, options, console.cwd);
  if (typeof asked === 'string') {
    console.err(complaint(asked));
    return exitCodes.usage;
  }
  const predictions: Prediction[] = [];
  for (const { name, values } of asked) {
    const seed = options.seed ?? model.info.seed;
    const result = await predict(model, { name, values, draws: options.draws ?? PREDICT_DRAWS, seed });
    if (result.kind === 'invalid') return showInvalid(result.diagnostics, source, json, console);
    predictions.push(result.prediction);
  }
  if (json) console.out(`${JSON.stringify(asJson(run, model, predictions))}\n`);
  else {
    console.out(
      [
        trustText(model, source.name, options.allReasons),
        ...predictions.map((p) => predictionText(p, model, options.allRows)),
      ].join('\n'),
    );
  }
  return isProvisional(model) ? exitCodes.provisional : exitCodes.done;
}

interface Asked {
  readonly name: string;
  readonly values: NewValues;
}

/** What to predict, or an error message about the command line. */
function requests(model: PosteriorModel, options: PredictOptions, cwd: string): readonly Asked[] | string {
  const { data, set, name } = options;
  if (set.length > 0) {
    if (name !== null || data.length > 0)
      return `--set changes data of the fitted rows; it does not go with ${name === null ? '--data' : '--name'}`;
    const made = setValues(model.program, model.data, set);
    return made.kind === 'problem' ? made.message : [{ name: set.join(', '), values: made.values }];
  }
  if (data.length > 0) {
    if (name !== null) return '--name picks a `predict` statement of the model; it does not go with --data';
    const files = data.map((text) => {
      // The path itself may contain an equals sign: then it exists, and its first part is not a file of the model.
      const [, old, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      const isPair = old !== undefined && (sourcesOf(model).includes(old) || !existsSync(resolve(cwd, text)));
      return { path: resolve(cwd, isPair ? path : text), replaces: isPair ? old : null, span: null };
    });
    return [{ name: data.join(', '), values: { kind: 'files', files } }];
  }
  const statements = predictStatements(model);
  const names = statements.map((statement) => `\`${statement.name.name}\``).join(', ');
  if (statements.length === 0)
    return 'the model has no `predict` statement: give new data with --data new.csv, or write `predict NAME { x = [0, 1] }` in the model and sample again';
  const chosen = statements.filter((statement) => name === null || statement.name.name === name);
  if (chosen.length === 0) return `the model has no \`predict ${name}\`; it has ${names}`;
  return chosen.map((statement) => ({ name: statement.name.name, values: valuesOf(statement) }));
}

function sourcesOf({ program }: PosteriorModel): readonly string[] {
  return program.statements.flatMap((s) =>
    s.kind === 'data' && s.source !== undefined ? [s.source.value] : [],
  );
}

function asJson(run: string, model: PosteriorModel, predictions: readonly Prediction[]): object {
  const [first] = predictions;
  const named = <T>(rows: readonly T[], { name }: Prediction) =>
    rows.map((row) => ({ prediction: name, ...row }));
  return {
    model: model.info.model,
    run,
    seed: first.seed,
    draws: first.draws,
    provisional: isProvisional(model),
    quantities: predictions.flatMap((p) => named(p.quantities, p)),
    statistics: predictions.flatMap((p) => named(p.statistics, p)),
    left_out: predictions.flatMap((p) =>
      p.leftOut.map((quantity) => ({ prediction: p.name, name: quantity })),
    ),
  };
}

function predictionText(prediction: Prediction, model: PosteriorModel, allRows: boolean): string {
  const { name, draws, seed, quantities, statistics, newData, leftOut } = prediction;
  const labels = [...newData.newLabels].flatMap(([dim, all]) => all.map((label) => `${dim} "${label}"`));
  const parts = [
    `${model.info.model}: prediction ${name} from ${draws} draws, seed ${seed}; nothing was fitted again\n`,
    ...(labels.length === 0
      ? []
      : [
          `New, so drawn from the hierarchy: ${labels.slice(0, 10).join(', ')}${labels.length > 10 ? ', …' : ''}\n`,
        ]),
    ...newData.remarks.map(({ message }) => `${message}\n`),
    `${quantitiesText(quantities, { draws, allRows, at: rowColumns(prediction) })}${leftOutText(leftOut, 'which are not all known here: give the outcomes too')}`,
  ];
  if (statistics.length > 0) {
    parts.push(
      `The predictions compared with what was observed there:\n${statisticsText(statistics, 'predicted')}`,
    );
  }
  return parts.join('\n');
}
