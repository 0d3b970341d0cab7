/** `bayes advi`, `pathfinder`, `laplace` and `compare-widths` on the command line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AdviSettings, AskedApproximation } from '../protocol.ts';
import { approximationRules } from '../run/approximation-settings.ts';
import { numberRules } from '../run/sample-settings.ts';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

const rules = { ...numberRules, ...approximationRules };

function setting(name: keyof typeof rules): (text: string) => number {
  const { expected, accepts } = rules[name];
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !accepts(value)) throw new InvalidArgumentError(`Expected ${expected}.`);
    return value;
  };
}

interface CommonFlags {
  readonly draws?: number;
  readonly seed?: number;
  readonly iterations?: number;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
}
interface AdviFlags extends CommonFlags {
  readonly method?: AdviSettings['method'];
  readonly tolerance?: number;
  readonly samples?: number;
  readonly learningRate?: number;
}
interface PathfinderFlags extends CommonFlags {
  readonly paths?: number;
  readonly history?: number;
  readonly samples?: number;
  readonly tolerance?: number;
}
interface WidthsFlags extends AdviFlags {
  readonly tune?: number;
  readonly chains?: number;
  readonly targetAccept?: number;
  readonly adviDraws?: number;
}

export function addApproximationCommands(program: Command, finish: (code: ExitCode) => void): void {
  const run = async (file: string, asked: AskedApproximation, flags: CommonFlags) => {
    const { approximate } = await import('./approximate.ts');
    const { out, format, allRows } = flags;
    const options = { asked, out: out ?? null, format, allRows: allRows === true };
    finish(await approximate(file, options, processConsole));
  };

  common(
    adviOptions(
      program
        .command('advi')
        .description('fit a Gaussian by variational inference; its widths run narrow, which is said')
        .argument('<file>', 'a .bayes model')
        .option('--draws <n>', 'draws of the fitted Gaussian (default: 2000)', setting('draws')),
    ),
  ).action((file: string, flags: AdviFlags) => {
    const { draws, seed } = flags;
    return run(file, { command: 'advi', settings: { draws, seed, ...adviSettings(flags) } }, flags);
  });

  common(
    program
      .command('pathfinder')
      .description('fit Gaussians along quasi-Newton paths, and draw from the best by their weights')
      .argument('<file>', 'a .bayes model')
      .option('--draws <n>', 'draws of the result (default: 2000)', setting('draws'))
      .option('--paths <n>', 'paths; 1 is single-path Pathfinder (default: 4)', setting('paths'))
      .option('--iterations <n>', 'most steps of a path (default: 1000)', setting('iterations'))
      .option(
        '--tolerance <x>',
        'relative change at which a path ends (default: 1e-12)',
        setting('tolerance'),
      )
      .option('--samples <n>', 'draws behind each estimate of the ELBO (default: 25)', setting('samples'))
      .option('--history <n>', 'steps that the covariance is made from (default: 6)', setting('history')),
  ).action((file: string, flags: PathfinderFlags) => {
    const { draws, seed, paths, iterations, tolerance, samples, history } = flags;
    const settings = { draws, seed, paths, iterations, tolerance, samples, history };
    return run(file, { command: 'pathfinder', settings }, flags);
  });

  common(
    program
      .command('laplace')
      .description('the Gaussian at the posterior’s mode with the curvature there')
      .argument('<file>', 'a .bayes model')
      .option('--draws <n>', 'draws of the Gaussian (default: 2000)', setting('draws'))
      .option('--iterations <n>', 'most steps of the climb (default: 1000)', setting('iterations')),
  ).action((file: string, flags: CommonFlags) => {
    const { draws, seed, iterations } = flags;
    return run(file, { command: 'laplace', settings: { draws, seed, iterations } }, flags);
  });

  common(
    adviOptions(
      program
        .command('compare-widths')
        .description('sample with NUTS, fit by ADVI, and say which widths ADVI makes too narrow')
        .argument('<file>', 'a .bayes model')
        .option('--draws <n>', 'draws of NUTS to keep, per chain (default: 2000)', setting('draws'))
        .option('--tune <n>', 'tuning draws before them (default: 1000)', setting('tune'))
        .option('--chains <n>', 'independent chains (default: 4)', setting('chains'))
        .option(
          '--target-accept <p>',
          'acceptance that tuning aims for (default: 0.8)',
          setting('target_accept'),
        )
        .option('--advi-draws <n>', 'draws of the fitted Gaussian (default: 2000)', setting('draws')),
    ),
  ).action(async (file: string, flags: WidthsFlags) => {
    const { compareWidths } = await import('./compare-widths.ts');
    const { draws, tune, chains, targetAccept, seed, adviDraws, out, format, allRows } = flags;
    const options = {
      settings: given({ draws, tune, chains, target_accept: targetAccept, seed }),
      advi: given({ ...adviSettings(flags), draws: adviDraws }),
      out: out ?? null,
      format,
      allRows: allRows === true,
    };
    finish(await compareWidths(file, options, processConsole));
  });
}

/** Flags of ADVI itself. */
function adviOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--method <method>',
        'shape of the Gaussian: independent, or with every correlation',
      ).choices(['meanfield', 'fullrank']),
    )
    .option('--iterations <n>', 'most steps of the ascent (default: 20000)', setting('iterations'))
    .option(
      '--tolerance <nats>',
      'converged once the means of the last two groups of five ELBO estimates differ by at most this many nats beside their own error (default: 0.01)',
      setting('tolerance'),
    )
    .option('--samples <n>', 'draws behind each gradient (default: 4)', setting('samples'))
    .option('--learning-rate <x>', 'scale of the steps (default: searched for)', setting('learning_rate'));
}

function adviSettings({ method, iterations, tolerance, samples, learningRate }: AdviFlags) {
  return given({ method, iterations, tolerance, samples, learning_rate: learningRate });
}

function common(command: Command): Command {
  return command
    .option(
      '--seed <n>',
      'the same seed gives the same draws (default: a fresh one, printed)',
      setting('seed'),
    )
    .option('--out <dir>', 'keep the draws in this folder (an earlier run there is replaced)')
    .addOption(
      new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text'),
    )
    .option('--all-rows', 'print every row of the table');
}

function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
