/** `bayes sbc` and `test` on the command line. */
import { type Command, Option } from 'commander';
import { seed as seedRow, whole } from '../../grammar/methods/setting.ts';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { numberParser } from './setting-flags.ts';

/** Fewer say nothing about uniform ranks. */
const FEWEST = 20;
const simulationCount = numberParser({ value: whole(FEWEST) });
const seedNumber = numberParser(seedRow);

interface SbcFlags {
  readonly simulations?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly report?: string;
}

const format = () =>
  new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text');

export function addCalibrationCommands(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('sbc')
    .description(
      'simulation-based calibration: fit the model to data simulated from its own prior, and see whether posteriors are right',
    )
    .argument('<file>', 'a .bayes model')
    .option('--simulations <n>', 'data sets to simulate and to fit (default: 200)', simulationCount)
    .option('--seed <n>', 'of the simulations (default: the model’s, else a fresh one)', seedNumber)
    .option(
      '--out <dir>',
      'keep the simulations in this folder: the same command goes on with those that are there',
    )
    .addOption(format())
    .option('--all-rows', 'print every row of the table')
    .option('--report <file>', 'also write plots of the ranks of every row, as one HTML file')
    .action(async (file: string, flags: SbcFlags) => {
      const { sbc } = await import('./sbc.ts');
      const { simulations, seed, out = null, format: how, allRows = false, report = null } = flags;
      finish(await sbc(file, { simulations, seed, out, format: how, allRows, report }, processConsole));
    });

  program
    .command('test')
    .description('run the tests of a model: whether it recovers the values that they simulate data at')
    .argument('<file>', 'a .bayes model with `test recovers { … }`')
    .addOption(format())
    .action(async (file: string, flags: { readonly format: 'text' | 'json' }) => {
      const { test } = await import('./test.ts');
      finish(await test(file, flags, processConsole));
    });
}
