/** Reconstructs the request that made a kept approximation, so that it can be run again. Pure. */
import { methodOfVariant } from '../../grammar/methods/index.ts';
import type { ApproximationReport, AskedApproximation, WidthsReport } from '../../sampler/protocol.ts';

/** From its `approximation.json`; undefined where the text is not one. */
export function askedAgain(text: string): AskedApproximation | undefined {
  const settings = settingsOf(text);
  const method = settings && methodOfVariant(settings.method);
  if (settings === undefined || method?.family !== 'approximation') return undefined;
  const { method: variant, ...others } = settings;
  const asked = method.settings.some(({ name }) => name === 'method')
    ? { method: variant, ...others }
    : others;
  return { command: method.name, settings: asked } as AskedApproximation;
}

/** The family of ADVI whose widths a run was compared with, from its `widths.json`; undefined where it was not. */
export function comparedBefore(text: string): WidthsReport['method'] | undefined {
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
