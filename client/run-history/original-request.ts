/** Reconstructs the request that made a kept run, so that it can be run again. Pure. */
import { methodOfVariant } from '../../grammar/methods/index.ts';
import type {
  ApproximationReport,
  AskedApproximation,
  AskedSettings,
  WidthsReport,
} from '../../sampler/protocol.ts';
import type { KeptHeader } from './kept-run.ts';

/** Settings of a run of chains; for `draws = enough` the request, not the number reached. */
export function originalSettings({ settings, asked }: KeptHeader): AskedSettings {
  return { ...settings, ...asked };
}

/** From its `approximation.json`; undefined where the text is not one. */
export function originalApproximation(text: string): AskedApproximation | undefined {
  const settings = settingsOf(text);
  const method = settings && methodOfVariant(settings.method);
  if (settings === undefined || method?.family !== 'approximation') return undefined;
  const { method: variant, ...others } = settings;
  const asked = method.settings.some(({ name }) => name === 'method')
    ? { method: variant, ...others }
    : others;
  return { command: method.name, settings: asked } as AskedApproximation;
}

/** The variant of ADVI whose widths a run was compared with, from its `widths.json`; undefined if it was not. */
export function comparedMethod(text: string): WidthsReport['method'] | undefined {
  try {
    const report: Partial<WidthsReport> | null = JSON.parse(text);
    return report?.method;
  } catch {
    return undefined;
  }
}

function settingsOf(text: string): ApproximationReport['settings'] | undefined {
  try {
    const report: Partial<ApproximationReport> | null = JSON.parse(text);
    return report?.settings;
  } catch {
    return undefined;
  }
}
