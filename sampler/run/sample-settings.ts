/** Settings of a run: defaults, then the model's `sample { … }` statement, then what the caller asks for. */
import type { LoadedData } from '../../grammar/data.ts';
import { methods, methodsIn } from '../../grammar/methods/index.ts';
import type { Method } from '../../grammar/methods/method.ts';
import { defaultsOf } from '../../grammar/methods/setting.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { ChainSettings } from '../methods/nuts/chain.ts';
import { defaultChainSettings } from '../methods/nuts/chain.ts';
import type { AskedSettings } from '../protocol.ts';
import type { SampleSettings } from '../report/sample-report.ts';
import { given, settingsInModel, wrongSettings } from './method-settings.ts';

/** All settings of a run: with `enough`, `draws` of the report is what it came to. */
export interface RunSettings extends Omit<SampleSettings, 'draws'> {
  readonly draws: number | 'enough';
  /** Limit of `draws = enough`, per chain. */
  readonly max_draws: number;
}

const { init: _, ...ofNuts } = defaultsOf(methods.nuts.settings);
export const defaultSettings: Omit<RunSettings, 'seed'> = ofNuts;

/** All settings; `freshSeed` is used where neither the model nor the caller gives one. */
export function sampleSettings(
  program: Program,
  data: LoadedData,
  asked: AskedSettings,
  freshSeed: number,
): RunSettings {
  const inModel = settingsInModel(methods.nuts, program, data);
  const { init, ...settings }: RunSettings = {
    ...defaultSettings,
    seed: freshSeed,
    ...(asked.method === 'metropolis' ? ofWalk(inModel) : inModel),
    ...given(asked),
  };
  // Reports name what differs from the usual.
  return init === undefined || init === 'jitter' ? settings : { ...settings, init };
}

/** Metropolis makes a number of draws: that of the model's `sample { … }`, else its own default. */
function ofWalk(inModel: ReturnType<typeof settingsInModel>): object {
  const own = defaultsOf(methods.metropolis.settings);
  return { ...own, ...inModel, ...(inModel.draws === 'enough' ? { draws: own.draws } : {}) };
}

/** In words what is wrong with settings that came over the wire, or null. */
export function checkSettings(settings: RunSettings): string | null {
  const wrong = wrongSettings(methods.nuts.settings, settings);
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
    centring: settings.centring ?? defaultChainSettings.centring,
  };
}
