/** Settings of a run: defaults, overridden by the model's `sample { … }`, overridden by the caller's. */
import type { LoadedData } from '../../grammar/data.ts';
import { methods, methodsIn } from '../../grammar/methods/index.ts';
import type { Method } from '../../grammar/methods/method.ts';
import { defaultsOf } from '../../grammar/methods/setting.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { defaultChainSettings } from '../methods/nuts/chain.ts';
import type { ChainSettings } from '../methods/nuts/chain-contract.ts';
import type { AskedSettings } from '../protocol.ts';
import type { SampleSettings } from '../report/sample-report.ts';
import { given, settingsInModel, wrongSettings } from './method-settings.ts';

/** All settings of a run. With `draws = enough` the report has the final number instead. */
export interface RunSettings extends Omit<SampleSettings, 'draws'> {
  readonly draws: number | 'enough';
  /** Limit of `draws = enough`, per chain. */
  readonly max_draws: number;
}

interface Asked extends Omit<RunSettings, 'store'> {
  readonly store?: RunSettings['store'] | 'all';
}

const NO_THINNING = defaultChainSettings.thin;

const { init: _, thin: __, store: ___, ...ofNuts } = defaultsOf(methods.nuts.settings);
export const defaultSettings: Omit<RunSettings, 'seed'> = ofNuts;

/** All settings; `freshSeed` is used where neither model nor caller gives a seed. */
export function sampleSettings(
  program: Program,
  data: LoadedData,
  asked: AskedSettings,
  freshSeed: number,
): RunSettings {
  const inModel = settingsInModel(methods.nuts, program, data);
  const { init, thin, store, ...settings }: Asked = {
    ...defaultSettings,
    seed: freshSeed,
    ...(asked.method === 'metropolis' ? metropolisDraws(inModel) : inModel),
    ...given(asked),
  };
  // Reports leave out `init`, `thin` and `store` at their defaults.
  return {
    ...settings,
    ...(init === undefined || init === 'jitter' ? {} : { init }),
    ...(thin === undefined || thin === NO_THINNING ? {} : { thin }),
    ...(store === undefined || store === 'all' ? {} : { store }),
  };
}

/** Metropolis has no stopping rule: `draws = enough` becomes its default number. */
function metropolisDraws(inModel: ReturnType<typeof settingsInModel>): object {
  const own = defaultsOf(methods.metropolis.settings);
  return { ...own, ...inModel, ...(inModel.draws === 'enough' ? { draws: own.draws } : {}) };
}

/** The error of invalid settings in a request, in words, or null. */
export function checkSettings(settings: RunSettings): string | null {
  const wrong = wrongSettings(methods.nuts.settings, { thin: NO_THINNING, store: 'all', ...settings });
  if (wrong !== null) return wrong;
  const names = methodsIn('chains').map(({ name }) => name);
  const method = settings.method ?? 'nuts';
  if (!names.includes(method))
    return `\`method\`: expected one of ${names.join(', ')}, found ${String(method)}`;
  const { has, title }: Method = methods[method];
  if (settings.draws === 'enough' && !has.checkpoints)
    return `${title} takes a number of draws, such as \`draws = ${defaultsOf(methods.metropolis.settings).draws}\`: \`draws = enough\` is for NUTS only`;
  return null;
}

/** The settings as in a report, with the final number of draws. */
export function settingsOfReport({ max_draws: _, ...settings }: RunSettings, draws: number): SampleSettings {
  return { ...settings, draws };
}

export function chainSettings(settings: RunSettings, draws: number): ChainSettings {
  return {
    ...defaultChainSettings,
    draws,
    thin: settings.thin ?? NO_THINNING,
    tune: settings.tune,
    targetAccept: settings.target_accept,
    maxTreeDepth: settings.max_treedepth,
    metric: settings.metric,
    centring: settings.centring ?? defaultChainSettings.centring,
  };
}
