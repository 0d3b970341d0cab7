/** `bayes loo`, `compare` and `sensitivity` on the command line. */
import { type Command, Option } from 'commander';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

const format = () =>
  new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text');

interface LooFlags {
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
  readonly by?: string;
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
    .option('--by <dim>', 'leave out the values of each label of a dimension together')
    .addOption(format())
    .option('--all-rows', 'print every point whose Pareto k is too high')
    .option('--all-reasons', 'print every diagnostic of the run that fails, not only the causes')
    .action(async (run: string, flags: LooFlags) => {
      const { loo } = await import('./loo.ts');
      const { format: how, allRows = false, allReasons = false, by } = flags;
      const grouping = by === undefined ? {} : { by };
      finish(await loo(run, { format: how, allRows, allReasons, ...grouping }, processConsole));
    });

  program
    .command('compare')
    .description('compare the models of runs on the same data by leave-one-out cross-validation')
    .argument('<runs...>', 'folders that --out wrote')
    .addOption(format())
    .action(async (runs: readonly string[], flags: { readonly format: 'text' | 'json' }) => {
      const { compare } = await import('./compare.ts');
      finish(await compare(runs, flags, processConsole));
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
