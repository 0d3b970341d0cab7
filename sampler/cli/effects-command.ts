/** `bayes effects` on the command line. */
import { type Command, Option } from 'commander';
import { complaint, processConsole } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

interface EffectsFlags {
  readonly format: 'text' | 'json';
  readonly allRows?: boolean;
  readonly allReasons?: boolean;
  readonly of: readonly string[];
  readonly compare: readonly string[];
  readonly hypothesis: readonly string[];
  readonly at: readonly string[];
  readonly average?: boolean;
  readonly rope?: readonly string[];
  readonly outcome?: string;
}

function collected(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be given more than once`)
    .default([], 'none')
    .argParser((text: string, before: readonly string[]) => [...before, text]);
}

export function addEffectsCommand(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('effects')
    .description(
      'what predictors do to the expected outcome of a run: contrasts, expected outcomes, and the probabilities of hypotheses',
    )
    .argument('<run>', 'a folder that --out wrote')
    .addOption(
      collected(
        '--compare <name=values>',
        'contrast a predictor’s values with the last of them, such as treated=1,0, averaged over the rows of the data',
      ),
    )
    .addOption(
      collected(
        '--of <predictor>',
        'the expected outcome along a predictor, or at values of it as in x=0,1, with all else at its middle',
      ),
    )
    .option(
      '--average',
      'with --of: the mean over the rows of the data, which keep all else (marginal means)',
    )
    .addOption(collected('--at <name=value>', 'another predictor at a value'))
    .addOption(
      collected('--hypothesis <condition>', 'a hypothesis, such as "P(beta > 0)" or "P(a[1] > a[2])"'),
    )
    .option(
      '--rope <bounds...>',
      'the region that counts as no effect, as two numbers: how much of each contrast and parameter lies in it',
    )
    .option('--outcome <datum>', 'the observed datum that is the outcome (default: the first)')
    .addOption(
      new Option('--format <format>', 'how the result is printed').choices(['text', 'json']).default('text'),
    )
    .option('--all-rows', 'print every row of the tables')
    .option('--all-reasons', 'print every diagnostic of the run that fails, not only the causes')
    .action(async (run: string, flags: EffectsFlags) => {
      const rope = flags.rope === undefined ? null : bounds(flags.rope);
      if (rope === undefined) {
        const found = (flags.rope ?? []).join(' ');
        processConsole.err(
          complaint(
            `expected \`--rope LOW HIGH\`, two numbers in ascending order, found \`--rope ${found}\``,
          ),
        );
        return finish(exitCodes.usage);
      }
      const { effects } = await import('./effects.ts');
      const { of, compare, hypothesis: hypotheses, at, average = false, outcome = null } = flags;
      const ask = { of, compare, hypotheses, at, average, rope, outcome };
      const { format, allRows = false, allReasons = false } = flags;
      finish(await effects(run, { format, allRows, allReasons, ask }, processConsole));
    });
}

/** `-0.1 0.1`, or `-0.1,0.1`. */
function bounds(texts: readonly string[]): readonly [number, number] | undefined {
  const parts = texts.flatMap((text) => text.split(',')).map((text) => text.trim());
  const [low, high] = parts.map(Number);
  const isPair = parts.length === 2 && parts.every((part) => part !== '');
  return isPair && low <= high ? [low, high] : undefined;
}
