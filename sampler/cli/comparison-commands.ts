/** `bayes loo`, `compare`, `baseline`, `evidence` and `sensitivity` on the command line. */
import { type Command, Option } from 'commander';
import { seed as seedRow, whole } from '../../grammar/methods/setting.ts';
import { complaint, processConsole } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { numberParser } from './setting-flags.ts';

const foldCount = numberParser({ value: whole(2) });
const stepCount = numberParser({ value: whole(1) });
const seedNumber = numberParser(seedRow);

const SEED_OF_FOLDS =
  'expected `--folds K` with `--seed`, found `--seed` alone: it seeds the assignment to folds, and nothing else is drawn at random; leave `--seed` out, or add `--folds 10`';

const FROM_ALONE =
  'expected `--future H` with `--from`, found `--from` alone: it says how many steps of a series are past before the first prediction; leave `--from` out, or add `--future 1`';

const format = () =>
  new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text');

interface LooFlags {
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
  readonly by?: string;
  readonly momentMatch?: boolean;
  readonly reloo?: boolean;
  readonly folds?: number;
  readonly seed?: number;
  readonly future?: number;
  readonly from?: number;
}

interface CompareFlags {
  readonly format: 'text' | 'json';
  readonly report?: string;
}

interface BaselineFlags {
  readonly format: 'text' | 'json';
  readonly folds: number;
  readonly seed: number;
}

interface EvidenceFlags {
  readonly format: 'text' | 'json';
  readonly allReasons?: boolean;
}

interface SensitivityFlags {
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
  readonly prior?: readonly string[];
}

export function addComparisonCommands(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('loo')
    .description('how well the model of a run predicts: leave-one-out cross-validation from its draws')
    .argument('<run>', 'a folder that --out wrote')
    .option(
      '--by <dim>',
      'leave out the values of each label of a dimension together; with --future, what is time',
    )
    .addOption(
      new Option(
        '--moment-match',
        'move the draws to where the model without a point has them, for each point whose Pareto k is too high',
      ).conflicts('folds'),
    )
    .addOption(
      new Option('--reloo', 'fit the model again without each point whose Pareto k is too high').conflicts(
        'folds',
      ),
    )
    .option(
      '--folds <k>',
      'leave out each of k parts of the points in turn, by a fit of the model to the rest',
      foldCount,
    )
    .addOption(
      new Option(
        '--future <h>',
        'predict each h steps of a series from all before them, fitting again where Pareto k is too high',
      )
        .argParser(stepCount)
        .conflicts(['folds', 'reloo', 'momentMatch', 'seed']),
    )
    .option(
      '--from <steps>',
      'with --future: steps that are past before the first prediction (default: half of them)',
      stepCount,
    )
    .option('--seed <seed>', 'of the assignment to folds; by default that of the run', seedNumber)
    .addOption(format())
    .option('--all-rows', 'print every point whose Pareto k is too high')
    .option('--all-reasons', 'print every diagnostic of the run that fails, not only the causes')
    .action(async (run: string, flags: LooFlags) => {
      const { format: how, allRows = false, allReasons = false, by, folds, seed } = flags;
      const { momentMatch = false, reloo = false } = flags;
      const grouping = by === undefined ? {} : { by };
      const shared = { format: how, allReasons, ...grouping };
      const { future, from } = flags;
      if (future !== undefined) {
        const { looFuture } = await import('./loo-future.ts');
        const began = from === undefined ? {} : { from };
        return finish(await looFuture(run, { ...shared, future, ...began }, processConsole));
      }
      if (from !== undefined) {
        processConsole.err(complaint(FROM_ALONE));
        return finish(exitCodes.usage);
      }
      if (folds !== undefined) {
        const { kFold } = await import('./k-fold.ts');
        const seeded = seed === undefined ? {} : { seed };
        return finish(await kFold(run, { ...shared, folds, ...seeded }, processConsole));
      }
      if (seed !== undefined) {
        processConsole.err(complaint(SEED_OF_FOLDS));
        return finish(exitCodes.usage);
      }
      const { loo } = await import('./loo.ts');
      finish(await loo(run, { ...shared, allRows, momentMatch, reloo }, processConsole));
    });

  program
    .command('compare')
    .description('compare the models of runs on the same data by leave-one-out cross-validation')
    .argument('<runs...>', 'folders that --out wrote')
    .addOption(format())
    .option(
      '--report <file>',
      'also write the runs side by side as one HTML file: tables, plots, models, evidence',
    )
    .action(async (runs: readonly string[], flags: CompareFlags) => {
      const { compare } = await import('./compare.ts');
      finish(await compare(runs, { format: flags.format, report: flags.report ?? null }, processConsole));
    });

  program
    .command('baseline')
    .description(
      'whether Bayes is worth it for a regression: held-out rows predicted by the model, by ridge, and by split-conformal intervals',
    )
    .argument('<file>', 'a .bayes model')
    .option('--folds <k>', 'predict each of k parts of the rows in turn, by fits to the rest', foldCount, 5)
    .option('--seed <seed>', 'of the assignment to folds and of the fits', seedNumber, 1)
    .addOption(format())
    .action(async (file: string, flags: BaselineFlags) => {
      const { baseline } = await import('./baseline.ts');
      finish(await baseline(file, flags, processConsole));
    });

  program
    .command('evidence')
    .description(
      'how probable the data are under the model of a run (bridge sampling), and Bayes factors of several runs on the same data',
    )
    .argument('<runs...>', 'folders that --out wrote')
    .addOption(format())
    .option('--all-reasons', 'print every diagnostic of an only run that fails, not only the causes')
    .action(async (runs: readonly string[], flags: EvidenceFlags) => {
      const { evidence } = await import('./evidence.ts');
      const { format: how, allReasons = false } = flags;
      finish(await evidence(runs, { format: how, allReasons }, processConsole));
    });

  program
    .command('sensitivity')
    .description(
      'how far the posterior of a run depends on its priors and on its data: power-scaling, without a refit',
    )
    .argument('<run>', 'a folder that --out wrote')
    .option(
      '--prior <names>',
      'scale the priors of these parameters, separated by commas (default: those whose arguments hold no unknowns)',
      (names: string) => names.split(',').map((name) => name.trim()),
    )
    .addOption(format())
    .option('--all-rows', 'print every row of the table')
    .option('--all-reasons', 'print every diagnostic of the run that fails, not only the causes')
    .action(async (run: string, flags: SensitivityFlags) => {
      const { sensitivity } = await import('./sensitivity.ts');
      const { format: how, allRows = false, allReasons = false, prior = null } = flags;
      finish(await sensitivity(run, { format: how, allRows, allReasons, priors: prior }, processConsole));
    });
}
