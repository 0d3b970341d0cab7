/** `bayes prior FILE`: prior predictive draws. */
import { runPrior } from '../host/requests/prior.ts';
import { leftOutText } from '../predict/discrete-summaries.ts';
import { type Console, complaint, readModel } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { quantitiesText, statisticsText } from './predictive-text.ts';

export interface PriorOptions {
  readonly draws: number | undefined;
  readonly seed: number | undefined;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
}

export async function prior(name: string, options: PriorOptions, console: Console): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const source: Source = { ...file, name, cwd: console.cwd };
  const json = options.format === 'json';
  const { draws: asked, seed: seeded } = options;
  const result = await runPrior({ modelText: file.text, modelPath: file.path, draws: asked, seed: seeded });
  if (result.kind === 'invalid') return showInvalid(result.diagnostics, source, json, console);
  const { data, ...report } = result.report;
  if (json) {
    console.out(`${JSON.stringify(report)}\n`);
    return exitCodes.done;
  }
  const { model, seed, draws, quantities, statistics, left_out, remarks } = report;
  const lines = remarks.map(({ message, line }) => `  - ${name}:${line + 1}: ${message}\n`);
  const elements = new Set(data.map(({ datum }) => datum));
  // The text shows statistics of the implied data; their elements are in the JSON.
  const own = quantities.filter((row) => !elements.has((row.element ?? row.name).split('[')[0]));
  console.out(
    [
      `${model}: ${draws} draws from the prior, seed ${seed}\n`,
      lines.length === 0
        ? 'Nothing in the data that the prior implies is out of the ordinary.\n'
        : `What the prior says, to look at:\n${lines.join('')}`,
      `${quantitiesText(own, { draws, allRows: options.allRows })}${leftOutText(left_out, 'which the prior does not know')}`,
      statistics.length === 0
        ? 'The model observes no data.\n'
        : `The data that the prior implies, compared with those observed (p-value: share at least as large):\n${statisticsText(statistics, 'implied')}`,
    ].join('\n'),
  );
  return exitCodes.done;
}
