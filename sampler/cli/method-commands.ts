/** A command for each method that makes an approximation or an estimate, and `bayes compare-widths`. */
import { type Command, Option } from 'commander';
import { methods, methodsIn } from '../../grammar/methods/index.ts';
import type { Method, SettingValues } from '../../grammar/methods/method.ts';
import type { Setting } from '../../grammar/methods/setting.ts';
import type { AskedApproximation, AskedSettings, WidthsParams } from '../protocol.ts';
import { processConsole } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { addSettingFlags, settingOption, settingsOfFlags } from './setting-flags.ts';

interface Flags extends Readonly<Record<string, unknown>> {
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
}

export function addMethodCommands(program: Command, finish: (code: ExitCode) => void): void {
  for (const method of methodsIn('approximation')) addApproximation(program, method, finish);
  for (const method of methodsIn('estimate')) addEstimate(program, method, finish);
  addCompareWidths(program, finish);
}

function addApproximation(program: Command, method: Method, finish: (code: ExitCode) => void): void {
  const { name, command, settings } = method;
  if (command === null) return;
  const own = program.command(command.name).description(command.doc).argument('<file>', 'a .bayes model');
  common(addSettingFlags(own, settings)).action(async (file: string, flags: Flags) => {
    const { approximate } = await import('./approximate.ts');
    const asked = { command: name, settings: settingsOfFlags(settings, flags) } as AskedApproximation;
    finish(await approximate(file, { asked, ...output(flags) }, processConsole));
  });
}

function addEstimate(program: Command, method: Method, finish: (code: ExitCode) => void): void {
  const { name, command, settings } = method;
  if (command === null) return;
  const own = program.command(command.name).description(command.doc).argument('<file>', 'a .bayes model');
  printed(addSettingFlags(own, settings)).action(async (file: string, flags: Flags) => {
    const { estimate } = await import('./estimate.ts');
    const asked = { command: name, settings: settingsOfFlags(settings, flags) as SettingValues };
    finish(await estimate(file, { asked, ...output(flags) }, processConsole));
  });
}

function addCompareWidths(program: Command, finish: (code: ExitCode) => void): void {
  const chainRows = named(methods.nuts.settings, [
    'draws',
    'max_draws',
    'tune',
    'chains',
    'target_accept',
    'seed',
  ]);
  const ascentRows = methods.advi.settings.filter(({ name }) => name !== 'draws' && name !== 'seed');
  const [draws] = named(methods.advi.settings, ['draws']);
  const command = program
    .command('compare-widths')
    .description('sample with NUTS, fit by ADVI, and say which widths ADVI makes too narrow')
    .argument('<file>', 'a .bayes model')
    .addOption(settingOption(draws, 'advi_draws'));
  addSettingFlags(command, [...chainRows, ...ascentRows]);
  common(command)
    .option('--all-reasons', 'print every diagnostic that fails, not only the causes')
    .action(async (file: string, flags: Flags & { adviDraws?: number; allReasons?: boolean }) => {
      const { compareWidths } = await import('./compare-widths.ts');
      const ofAscent = settingsOfFlags(ascentRows, flags);
      const options = {
        settings: settingsOfFlags(chainRows, flags) as AskedSettings,
        advi: {
          ...ofAscent,
          ...(flags.adviDraws === undefined ? {} : { draws: flags.adviDraws }),
        } as WidthsParams['advi'],
        ...output(flags),
        allReasons: flags.allReasons === true,
      };
      finish(await compareWidths(file, options, processConsole));
    });
}

function named(rows: readonly Setting[], names: readonly string[]): readonly Setting[] {
  return rows.filter(({ name }) => names.includes(name));
}

function output({ out, format, allRows }: Flags) {
  return { out: out ?? null, format, allRows: allRows === true };
}

function common(command: Command): Command {
  return printed(
    command.option('--out <dir>', 'keep the draws in this folder (an earlier run there is replaced)'),
  );
}

function printed(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text'),
    )
    .option('--all-rows', 'print every row of the table');
}
