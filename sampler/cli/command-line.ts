/** Parses the command line; each command's code is loaded lazily. */
import { Command, CommanderError, Option } from 'commander';
import { methods, methodsIn, type NameIn } from '../../grammar/methods/index.ts';
import { defaultsOf } from '../../grammar/methods/setting.ts';
import { version } from '../../package.json';
import { drawStatistics } from '../draws/draw-statistics.ts';
import type { AskedSettings } from '../protocol.ts';
import { addCalibrationCommands } from './calibration-commands.ts';
import { addComparisonCommands } from './comparison-commands.ts';
import { complaint, processConsole } from './console.ts';
import { addEffectsCommand } from './effects-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ExportOptions } from './export.ts';
import { failureText } from './failure-text.ts';
import type { HostProcess } from './host-process.ts';
import { addMethodCommands } from './method-commands.ts';
import { addPredictiveCommands } from './predictive-commands.ts';
import { addSettingFlags, settingOption, settingsOfFlags } from './setting-flags.ts';

const format = () =>
  new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text');

/** May be given several times. */
const withoutPass = () =>
  new Option('--no-pass <name>', 'leave out a pass of the compiler, to see what it does (may be repeated)')
    .default([], 'none')
    .argParser((name: string, before: readonly string[]) => [...before, name]);

/** The columns that follow the quantities. */
function statisticsHelp(): string {
  const rows = drawStatistics.map(({ column, title, unit }) => `  ${column.padEnd(15)}${title} (${unit})`);
  return ['', 'After the quantities, each draw has these columns:', ...rows].join('\n');
}

interface SampleFlags extends Readonly<Record<string, unknown>> {
  readonly method?: NameIn<'chains'>;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly drawsFormat?: 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
  readonly reuse?: boolean;
  readonly modes: 'report' | 'weigh';
}

interface ExportFlags extends Pick<ExportOptions, 'to' | 'what'> {
  readonly output?: string;
  readonly with: ExportOptions['groups'];
}

interface ResumeFlags {
  readonly modes?: 'report' | 'weigh';
  readonly draws?: number | 'enough';
  readonly maxDraws?: number;
}

function modesOption(): Option {
  return new Option(
    '--modes <what>',
    'where chains or the search for modes lie in several: report them, or weigh them by how well each predicts (stacking of leave-one-out predictive densities)',
  ).choices(['report', 'weigh']);
}

/** Target number of draws per chain; by default the number first requested. */
const drawsOfNuts = {
  ...methods.nuts.settings[0],
  default: null,
  unset: 'those asked for',
  doc: 'draws per chain to go on to',
} as const;

function buildProgram(finish: (code: ExitCode) => void, host: HostProcess | null): Command {
  const program = new Command('bayes')
    .description(
      'Bayesian models in a small language: check, sample, and learn whether the answer can be trusted',
    )
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done and the diagnostics pass; 3 done, but a diagnostic fails; 1 the model or its data are wrong;' +
        '\n2 the command line is wrong; 4 the sampler could not run, or not all draws could be kept; 130 interrupted.',
    );

  program
    .command('check')
    .description('say what is wrong with a model and its data')
    .argument('<file>', 'a .bayes model')
    .addOption(format())
    .option(
      '--distributions',
      'also test the model’s own distributions: that each integrates to one, and that its draws agree with its density',
    )
    .action(async (file: string, flags: { format: 'text' | 'json'; distributions?: boolean }) => {
      const { check } = await import('./check.ts');
      finish(await check(file, flags, processConsole));
    });

  const { nuts } = methods;
  addSettingFlags(
    program
      .command(nuts.command.name)
      .description(nuts.command.doc)
      .argument('<file>', 'a .bayes model')
      .addOption(
        new Option(
          '--method <method>',
          `metropolis walks at random, for teaching: its effective draws (of ${defaultsOf(methods.metropolis.settings).draws} by default) are compared with those of NUTS`,
        ).choices(methodsIn('chains').map(({ name }) => name)),
      ),
    nuts.settings,
  )
    .option(
      '--out <dir>',
      'keep the run in this folder: a new or an empty one, or an earlier run, which is replaced',
    )
    .addOption(modesOption().default('report'))
    .option('--reuse', 'with --out: show the finished run there where model, data and settings are the same')
    .addOption(format())
    .addOption(new Option('--draws-format <format>', 'with --format json: add every draw').choices(['json']))
    .option('--all-rows', 'print every row of the table')
    .option('--all-reasons', 'print every diagnostic that fails, not only the causes')
    .action(async (file: string, flags: SampleFlags, command: Command) => {
      if (flags.drawsFormat !== undefined && flags.format !== 'json') {
        command.error("error: option '--draws-format' needs '--format json'", { exitCode: exitCodes.usage });
      }
      if (flags.reuse === true && flags.out === undefined) {
        command.error("error: option '--reuse' needs '--out <dir>'", { exitCode: exitCodes.usage });
      }
      if (flags.maxDraws !== undefined && typeof flags.draws === 'number') {
        command.error(
          "error: option '--max-draws' limits '--draws enough', and has no effect beside a number: leave one of them out",
          { exitCode: exitCodes.usage },
        );
      }
      if (flags.modes === 'weigh' && flags.method === 'metropolis') {
        command.error("error: option '--modes weigh' needs '--method nuts'", { exitCode: exitCodes.usage });
      }
      const { sample } = await import('./sample.ts');
      const { init, ...asked } = settingsOfFlags(nuts.settings, flags);
      const { method } = flags;
      const isWord = init === 'jitter' || init === 'pathfinder';
      const settings: AskedSettings = {
        ...asked,
        // Reports leave out the default method.
        ...(method === undefined || method === 'nuts' ? {} : { method }),
        ...(isWord ? { init } : {}),
      };
      const options = {
        settings,
        start: init === undefined || isWord ? null : String(init),
        out: flags.out ?? null,
        format: flags.format,
        drawsAsJson: flags.drawsFormat === 'json',
        allRows: flags.allRows === true,
        allReasons: flags.allReasons === true,
        reuse: flags.reuse === true,
        modes: flags.modes,
      };
      if (method === 'metropolis') {
        const { metropolis } = await import('./metropolis.ts');
        finish(await metropolis(file, options, processConsole, host));
      } else finish(await sample(file, options, processConsole, host));
    });

  program
    .command('resume')
    .description(
      'go on with a run that was killed or interrupted, or draw more, to the same draws as in one go',
    )
    .argument('<run>', 'the folder of a run, as given to --out')
    .addOption(settingOption(drawsOfNuts))
    .addOption(modesOption())
    .addOption(format())
    .option('--all-rows', 'print every row of the table')
    .option('--all-reasons', 'print every diagnostic that fails, not only the causes')
    .action(
      async (run: string, flags: Pick<SampleFlags, 'format' | 'allRows' | 'allReasons'> & ResumeFlags) => {
        const { resume } = await import('./resume.ts');
        const { draws = null, modes, format: how, allRows = false, allReasons = false } = flags;
        finish(await resume(run, { draws, modes, format: how, allRows, allReasons }, processConsole));
      },
    );

  program
    .command('export')
    .description('write the draws or the summary of a kept run as a file that other programs read')
    .argument('<run>', 'the folder of a run, as given to --out')
    .addOption(
      new Option(
        '--to <format>',
        'CSV, JSON, Arrow (Feather version 2), Parquet, NetCDF as ArviZ reads it, or CSV as CmdStan writes it, a file for each chain',
      )
        .choices(['csv', 'json', 'arrow', 'parquet', 'netcdf', 'cmdstan'])
        .default('csv'),
    )
    .addOption(
      new Option('--what <part>', 'every draw, or the summary table')
        .choices(['draws', 'summary'])
        .default('draws'),
    )
    .addOption(
      new Option('--with <groups...>', 'groups to compute for a NetCDF file (prior: also what it predicts)')
        .choices(['log_likelihood', 'posterior_predictive', 'prior'])
        .default([]),
    )
    .option('-o, --output <file>', 'write this file instead of printing (for cmdstan, NAME_1.csv and so on)')
    .addHelpText('after', statisticsHelp)
    .action(async (run: string, flags: ExportFlags) => {
      const { exportRun } = await import('./export.ts');
      const { to, what, output, with: groups } = flags;
      finish(await exportRun(run, { to, what, out: output ?? null, groups }, processConsole));
    });

  program
    .command('open')
    .description('judge and summarise draws that another program made')
    .argument('<files...>', "a NetCDF file of ArviZ (.nc), or CmdStan's CSV files, one for each chain")
    .addOption(format())
    .option('--all-rows', 'print every row of the table')
    .option('--all-reasons', 'print every diagnostic that fails, not only the causes')
    .action(async (files: string[], flags: Pick<SampleFlags, 'format' | 'allRows' | 'allReasons'>) => {
      const { open } = await import('./open.ts');
      const { format: how, allRows = false, allReasons = false } = flags;
      finish(await open(files, { format: how, allRows, allReasons }, processConsole));
    });

  addMethodCommands(program, finish);
  addPredictiveCommands(program, finish);
  addComparisonCommands(program, finish);
  addEffectsCommand(program, finish);
  addCalibrationCommands(program, finish);

  program
    .command('report')
    .description('write the results page of a kept run as one HTML file that needs no network')
    .argument('<run>', 'the folder of a run (`bayes sample --out`)')
    .requiredOption('-o, --output <file>', 'the HTML file to write')
    .action(async (run: string, flags: { output: string }) => {
      const { report } = await import('./report.ts');
      finish(await report(run, flags, processConsole));
    });

  program
    .command('compile')
    .description('print a phase of the compiler')
    .argument('<file>', 'a .bayes model')
    .addOption(
      new Option('--emit <what>', 'index notation or WebAssembly text').choices(['ir', 'wat']).default('ir'),
    )
    .addOption(withoutPass())
    .action(async (file: string, flags: { emit: 'ir' | 'wat'; pass: readonly string[] }) => {
      const { compileCommand } = await import('./compile.ts');
      finish(compileCommand(file, { emit: flags.emit, withoutPasses: flags.pass }, processConsole));
    });

  program
    .command('grad')
    .description('print the log density and its gradient at a point of the unconstrained scale')
    .argument('<file>', 'a .bayes model')
    .option(
      '--at <point.json>',
      'numbers in the order of the unconstrained names, or an object from names to numbers',
    )
    .option('--time', 'add the microseconds per gradient, measured over a second', false)
    .addOption(withoutPass())
    .addOption(format())
    .action(async (file: string, flags: { at?: string; time: boolean; pass: readonly string[] }) => {
      const { grad } = await import('./grad.ts');
      const { pass, ...options } = flags;
      finish(await grad(file, { ...options, withoutPasses: pass }, processConsole));
    });

  program
    .command('fmt')
    .description('format models in place')
    .argument('<files...>', '.bayes models')
    .option('--check', 'write nothing; exit 1 where a file is not formatted', false)
    .action(async (files: string[], flags: { check: boolean }) => {
      const { fmt } = await import('./fmt.ts');
      finish(fmt(files, flags, processConsole));
    });

  program
    .command('language-server')
    .description('serve an editor over standard input and output (LSP)')
    .option('--stdio', 'the transport, the only one', true)
    .action(async () => {
      const { languageServer } = await import('./language-server.ts');
      finish(await languageServer(new URL('./server.js', import.meta.url)));
    });

  return program;
}

/**
 * @param host started already, for a command that needs it
 * @returns whether the command line is right
 */
export async function main(host: HostProcess | null): Promise<boolean> {
  const program = buildProgram((code) => {
    process.exitCode = code;
  }, host);
  // A closed terminal must not end a run that is being kept.
  process.stderr.on('error', () => {});
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // A reader that closes the pipe (`bayes … | head`) is not an error; a full disk is.
    if (code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
    process.stderr.write(complaint(`the result could not be written: ${message}`));
    process.exit(exitCodes.failed);
  });
  try {
    await program.parseAsync();
    return process.exitCode !== exitCodes.usage;
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
      return false;
    }
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    process.stderr.write(failureText({ kind: 'crash', message, stderrTail: stack }, ''));
    process.exitCode = exitCodes.failed;
    return false;
  }
}
