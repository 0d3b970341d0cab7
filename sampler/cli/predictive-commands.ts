/** `bayes prior`, `ppc` and `predict` on the command line. */
import { type Command, Option } from 'commander';
import { seed as seedRow, whole } from '../../grammar/methods/setting.ts';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { numberParser } from './setting-flags.ts';

const drawCount = numberParser({ value: whole(1) });
const seedNumber = numberParser(seedRow);

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

interface Flags {
  readonly draws?: number;
  readonly seed?: number;
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
}

interface SimulateFlags {
  readonly at: readonly string[];
  readonly seed?: number;
  readonly format: 'csv' | 'json';
}

interface PredictFlags extends Flags {
  readonly data: readonly string[];
  readonly set: readonly string[];
  readonly name?: string;
}

function common(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text'),
    )
    .option('--all-rows', 'print every row of the tables');
}

/** Adds the run argument and the flag for its verdict. */
function ofRun(command: Command): Command {
  return common(command).option(
    '--all-reasons',
    'print every diagnostic of the run that fails, not only the causes',
  );
}

function shown({ draws, seed, format, allRows, allReasons }: Flags) {
  return { draws, seed, format, allRows: allRows === true, allReasons: allReasons === true };
}

export function addPredictiveCommands(program: Command, finish: (code: ExitCode) => void): void {
  common(
    program
      .command('prior')
      .description('draw from the prior, and compare the data that it implies with those observed')
      .argument('<file>', 'a .bayes model')
      .option('--draws <n>', 'draws (default: 1000)', drawCount)
      .option(
        '--seed <n>',
        'the same seed gives the same draws (default: the model’s, else a fresh one)',
        seedNumber,
      ),
  ).action(async (file: string, { draws, seed, format, allRows }: Flags) => {
    const { prior } = await import('./prior.ts');
    finish(await prior(file, { draws, seed, format, allRows: allRows === true }, processConsole));
  });

  program
    .command('simulate')
    .description('draw a data set from a model at fixed values of its parameters')
    .argument('<file>', 'a .bayes model')
    .option(
      '--at <name=value,...>',
      'values of parameters, such as mu=3,tau=1 or a=[1,2]; the others are drawn from their priors; may be given more than once',
      collect,
      [],
    )
    .option('--seed <n>', 'the same seed gives the same data (default: 1)', seedNumber)
    .addOption(
      new Option('--format <format>', 'a table, or all data and parameters by name')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .action(async (file: string, flags: SimulateFlags) => {
      const { simulateCommand } = await import('./simulate.ts');
      const { at, seed = 1, format } = flags;
      finish(await simulateCommand(file, { at, seed, format }, processConsole));
    });

  ofRun(
    program
      .command('ppc')
      .description('replicate the data at the draws of a run, and compare them with those observed')
      .argument('<run>', 'a folder that --out wrote')
      .option('--draws <n>', 'draws of the run to use, evenly spaced (default: 1000)', drawCount)
      .option('--seed <n>', 'of the replications (default: the run’s)', seedNumber)
      .option(
        '--statistic <name=expression>',
        'a statistic of your own, such as "share = mean(y > 0)"; may be given more than once',
        collect,
        [],
      ),
  ).action(async (run: string, flags: Flags & { readonly statistic: readonly string[] }) => {
    const { ppc } = await import('./ppc.ts');
    const { statistic } = flags;
    const options = { ...shown(flags), statistics: statistic };
    finish(await ppc(run, options, processConsole));
  });

  ofRun(
    program
      .command('predict')
      .description('predict at new data from the draws of a run, without a new fit')
      .argument('<run>', 'a folder that --out wrote')
      .option(
        '--data <file>',
        'new data in the place of the observed data’s file, or OLD=NEW for another (default: the model’s `predict` statements)',
        collect,
        [],
      )
      .option(
        '--set <name=value>',
        'the fitted rows with a datum changed, such as treated=1; may be given more than once',
        collect,
        [],
      )
      .option('--name <name>', 'only this `predict` statement of the model')
      .option('--draws <n>', 'draws of the run to use, evenly spaced (default: 4000)', drawCount)
      .option('--seed <n>', 'of the predictions (default: the run’s)', seedNumber),
  ).action(async (run: string, flags: PredictFlags) => {
    const { predictCommand } = await import('./predict.ts');
    const { data, set, name } = flags;
    const options = { ...shown(flags), data, set, name: name ?? null };
    finish(await predictCommand(run, options, processConsole));
  });
}
