/** Settings of a run: defaults, then the model's `sample { … }` block, then what the caller asks for. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Assignment, Expr, Program } from '../../grammar/syntax/ast.ts';
import type { ChainSettings } from '../infer/chain.ts';
import { defaultChainSettings } from '../infer/chain.ts';
import type { SampleSettings } from '../report.ts';

export const defaultSettings: Omit<SampleSettings, 'seed'> = {
  draws: 2000,
  tune: 1000,
  chains: 4,
  target_accept: 0.8,
  max_treedepth: 10,
  metric: 'diag_grad',
};

interface NumberRule {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

const whole = (lo: number, hi: number): NumberRule => ({
  expected: `a whole number from ${lo} to ${hi}`,
  accepts: (value) => Number.isInteger(value) && value >= lo && value <= hi,
});

/** What each numeric setting may be; the command line and the model are held to the same rules. */
export const numberRules = {
  draws: whole(1, 10_000_000),
  tune: whole(0, 10_000_000),
  chains: whole(1, 1000),
  target_accept: { expected: 'a number between 0 and 1', accepts: (value) => value > 0 && value < 1 },
  max_treedepth: whole(1, 20),
  seed: {
    expected: `a whole number within ±${Number.MAX_SAFE_INTEGER}`,
    accepts: (value) => Number.isSafeInteger(value),
  },
} as const satisfies Readonly<Record<string, NumberRule>>;

export const metrics = ['diag_grad', 'diag'] as const satisfies readonly SampleSettings['metric'][];

function isNumberSetting(name: string): name is keyof typeof numberRules {
  return Object.hasOwn(numberRules, name);
}

function numberOf(expr: Expr): number | null {
  if (expr.kind === 'number') return expr.value;
  const inner = expr.kind === 'unary' && expr.op === '-' ? numberOf(expr.operand) : null;
  return inner === null ? null : -inner;
}

/** The settings written in the model's `sample` blocks; a later one overrides an earlier one. */
export function settingsInModel(program: Program): {
  readonly settings: Partial<SampleSettings>;
  readonly diagnostics: readonly Diagnostic[];
} {
  let settings: Partial<SampleSettings> = {};
  const diagnostics: Diagnostic[] = [];
  const refuse = ({ name, value }: Assignment, expected: string) =>
    diagnostics.push({
      code: 'setting-value',
      severity: 'error',
      message: `setting \`${name.name}\`: expected ${expected}`,
      span: value.span,
    });
  const blocks = program.statements.flatMap((s) =>
    s.kind === 'settings' && s.method === 'sample' ? [s] : [],
  );
  for (const assignment of blocks.flatMap((block) => block.settings)) {
    const { name } = assignment.name;
    const { value } = assignment;
    if (value.kind === 'error') continue;
    if (isNumberSetting(name)) {
      const number = numberOf(value);
      const rule = numberRules[name];
      if (number === null || !rule.accepts(number)) refuse(assignment, rule.expected);
      else settings = { ...settings, [name]: number };
    } else if (name === 'metric') {
      const word = value.kind === 'string' ? value.value : value.kind === 'name' ? value.name : '';
      const metric = metrics.find((candidate) => candidate === word);
      if (metric === undefined) refuse(assignment, `one of ${metrics.map((m) => `\`${m}\``).join(', ')}`);
      else settings = { ...settings, metric };
    }
  }
  return { settings, diagnostics };
}

/** All settings; `freshSeed` is used where neither the model nor the caller gives one. */
export function mergeSettings(
  inModel: Partial<SampleSettings>,
  asked: Partial<SampleSettings>,
  freshSeed: number,
): SampleSettings {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...defaultSettings, seed: freshSeed, ...inModel, ...given };
}

/** In words what is wrong with settings that came over the wire, or null. */
export function checkSettings(settings: SampleSettings): string | null {
  for (const [name, rule] of Object.entries(numberRules)) {
    const value: unknown = settings[name as keyof typeof numberRules];
    if (typeof value !== 'number' || !rule.accepts(value))
      return `\`${name}\`: expected ${rule.expected}, found ${value}`;
  }
  if (metrics.includes(settings.metric)) return null;
  return `\`metric\`: expected one of ${metrics.join(', ')}, found ${settings.metric}`;
}

export function chainSettings(settings: SampleSettings): ChainSettings {
  return {
    ...defaultChainSettings,
    draws: settings.draws,
    tune: settings.tune,
    targetAccept: settings.target_accept,
    maxTreeDepth: settings.max_treedepth,
    metric: settings.metric,
  };
}
