/** Settings of a run: defaults, then the model's `sample { … }` block, then what the caller asks for. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Expr, Program } from '../../grammar/syntax/ast.ts';
import { evaluateScalar } from '../data/bounds.ts';
import type { ChainSettings } from '../methods/nuts/chain.ts';
import { defaultChainSettings } from '../methods/nuts/chain.ts';
import type { AskedSettings } from '../protocol.ts';
import type { SampleSettings } from '../report/sample-report.ts';

/** All settings of a run: with `enough`, `draws` of the report is what it came to. */
export interface RunSettings extends Omit<SampleSettings, 'draws'> {
  readonly draws: number | 'enough';
  /** Limit of `draws = enough`, per chain. */
  readonly max_draws: number;
}

export const defaultSettings: Omit<RunSettings, 'seed'> = {
  draws: 2000,
  max_draws: 20_000,
  tune: 1000,
  chains: 4,
  target_accept: 0.8,
  max_treedepth: 10,
  metric: 'diag_grad',
};

export interface NumberRule {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

export const whole = (lo: number, hi: number): NumberRule => ({
  expected: `a whole number from ${lo} to ${hi}`,
  accepts: (value) => Number.isInteger(value) && value >= lo && value <= hi,
});

/** What each numeric setting may be. */
export const numberRules = {
  draws: whole(1, 10_000_000),
  max_draws: whole(1, 10_000_000),
  tune: whole(0, 10_000_000),
  chains: whole(1, 1000),
  target_accept: { expected: 'a number between 0 and 1', accepts: (value) => value > 0 && value < 1 },
  max_treedepth: whole(1, 20),
  seed: {
    expected: `a whole number within ±${Number.MAX_SAFE_INTEGER}`,
    accepts: (value) => Number.isSafeInteger(value),
  },
} as const satisfies Readonly<Record<string, NumberRule>>;

export const methods = ['nuts', 'metropolis'] as const satisfies readonly SampleSettings['method'][];
export const inits = ['jitter', 'pathfinder'] as const satisfies readonly SampleSettings['init'][];
export const metrics = ['diag_grad', 'diag'] as const satisfies readonly SampleSettings['metric'][];

function isNumberSetting(name: string): name is keyof typeof numberRules {
  return Object.hasOwn(numberRules, name);
}

function wordOf(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.name;
  return expr.kind === 'string' ? expr.value : null;
}

/**
 * The settings written in the model's `sample` blocks; a later one overrides an earlier one. Values are
 * the checker's to judge: what it refuses is passed over here.
 */
export function settingsInModel(program: Program, data: LoadedData): AskedSettings {
  const scope = { arrays: data.arrays, dimSize: (name: string) => data.dims.get(name)?.size };
  let settings: AskedSettings = {};
  const blocks = program.statements.flatMap((s) =>
    s.kind === 'settings' && s.method === 'sample' ? [s] : [],
  );
  for (const { name: ident, value } of blocks.flatMap((block) => block.settings)) {
    const { name } = ident;
    const word = wordOf(value);
    if (name === 'draws' && word === 'enough') settings = { ...settings, draws: 'enough' };
    else if (isNumberSetting(name)) {
      const number = evaluateScalar(value, scope);
      if (number !== null && numberRules[name].accepts(number)) settings = { ...settings, [name]: number };
    } else if (name === 'metric') {
      const metric = metrics.find((candidate) => candidate === word);
      if (metric !== undefined) settings = { ...settings, metric };
    }
  }
  return settings;
}

/** All settings; `freshSeed` is used where neither the model nor the caller gives one. */
export function mergeSettings(inModel: AskedSettings, asked: AskedSettings, freshSeed: number): RunSettings {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...defaultSettings, seed: freshSeed, ...inModel, ...given };
}

/** In words what is wrong with settings that came over the wire, or null. */
export function checkSettings(settings: RunSettings): string | null {
  for (const [name, rule] of Object.entries(numberRules)) {
    const value: unknown = settings[name as keyof typeof numberRules];
    if (name === 'draws' && value === 'enough') continue;
    if (typeof value !== 'number' || !rule.accepts(value)) {
      return `\`${name}\`: expected ${rule.expected}, found ${String(value)}`;
    }
  }
  for (const [name, words] of [
    ['metric', metrics],
    ['method', methods],
    ['init', inits],
  ] as const) {
    const value: unknown = settings[name];
    if (value !== undefined && !words.some((word) => word === value))
      return `\`${name}\`: expected one of ${words.join(', ')}, found ${String(value)}`;
  }
  if (settings.method === 'metropolis' && settings.draws === 'enough')
    return 'Metropolis takes a number of draws: `draws = enough` goes on with NUTS only';
  return null;
}

/** The settings as a report states them, with the number of draws that it came to. */
export function settingsOfReport({ max_draws: _, ...settings }: RunSettings, draws: number): SampleSettings {
  return { ...settings, draws };
}

export function chainSettings(settings: RunSettings, draws: number): ChainSettings {
  return {
    ...defaultChainSettings,
    draws,
    tune: settings.tune,
    targetAccept: settings.target_accept,
    maxTreeDepth: settings.max_treedepth,
    metric: settings.metric,
  };
}
