/** Settings of an approximation: defaults, overridden by the model's statement, overridden by the caller's. */
import type { LoadedData } from '../../grammar/data.ts';
import { methods } from '../../grammar/methods/index.ts';
import type { Method } from '../../grammar/methods/method.ts';
import { defaultsOf } from '../../grammar/methods/setting.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type {
  ApproximationName,
  ApproximationSettings,
  ApproximationSettingsOf,
  AskedApproximation,
} from '../report/approximation-report.ts';
import { given, settingsInModel, wrongSettings } from './method-settings.ts';

/** The defaults of a method from its table, with its name in reports first. */
export function approximationDefaults<N extends ApproximationName>(
  name: N,
): Omit<ApproximationSettingsOf<N>, 'seed'> {
  const { settings, variants }: Method = methods[name];
  return { method: variants[0].name, ...defaultsOf(settings) } as Omit<ApproximationSettingsOf<N>, 'seed'>;
}

/** All settings; `freshSeed` is used where neither model nor caller gives a seed. */
export function approximationSettings(
  program: Program,
  data: LoadedData,
  asked: AskedApproximation,
  freshSeed: number,
): ApproximationSettings {
  const method: Method = methods[asked.command];
  return {
    ...approximationDefaults(asked.command),
    seed: freshSeed,
    ...settingsInModel(method, program, data),
    ...given(asked.settings),
    // A method of several variants has a setting that names the variant.
    ...(method.variants.length > 1 ? {} : { method: method.variants[0].name }),
  } as ApproximationSettings;
}

/** The error of invalid settings in a request, in words, or null. */
export function checkApproximationSettings(
  command: ApproximationName,
  settings: ApproximationSettings,
): string | null {
  return wrongSettings(methods[command].settings, settings);
}
