/** `bayes loo` and `compare` on the command line. */
import { type Command, Option } from 'commander';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

const format = () =>
  new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text');

export function addComparisonCommands(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('loo')
    .description('how well the model of a run predicts: leave-one-out cross-validation from its draws')
    .argument('<run>', 'a folder that --out wrote')
    .addOption(format())
    .option('--all-rows', 'print every point whose Pareto k is too high')
    .action(async (run: string, flags: { readonly format: 'text' | 'json'; readonly allRows?: boolean }) => {
      const { loo } = await import('./loo.ts');
      finish(await loo(run, { format: flags.format, allRows: flags.allRows === true }, processConsole));
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
}
