/** Settings of an approximation: defaults, then the model's own statement, then what the caller asks for. */
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

/** The defaults of a method that only its table knows, with its name in reports first. */
export function approximationDefaults<N extends ApproximationName>(
  name: N,
): Omit<ApproximationSettingsOf<N>, 'seed'> {
  const { settings, variants }: Method = methods[name];
  return { method: variants[0].name, ...defaultsOf(settings) } as Omit<ApproximationSettingsOf<N>, 'seed'>;
}

/** All settings; `freshSeed` is used where neither the model nor the caller gives one. */
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
    // Only a method of several variants has its name as a setting.
    ...(method.variants.length > 1 ? {} : { method: method.variants[0].name }),
  } as ApproximationSettings;
}

/** In words what is wrong with settings that came over the wire, or null. */
export function checkApproximationSettings(
  command: ApproximationName,
  settings: ApproximationSettings,
): string | null {
  return wrongSettings(methods[command].settings, settings);
}
