/** How much a kept run drew, and by which method, in words. Pure. */
import { madeBy, methodOfVariant } from '../../grammar/methods/index.ts';
import type { SampleSettings } from './sample-report.ts';

interface SizedRun {
  readonly settings: SampleSettings;
  /** For draws of an approximation: its name in `run.json`. */
  readonly method?: string;
}

/** `4 × 2000`, with the method where the draws are not of NUTS. */
export function sizeText(run: SizedRun, stopped: boolean): string {
  const { chains, draws } = run.settings;
  const size = run.method === undefined ? `${chains} × ${draws}` : `${draws} draws`;
  const way = methodText(run);
  return [stopped ? `stopped, of ${size}` : size, ...(way === undefined ? [] : [way])].join(' · ');
}

/** In words, where it is not NUTS. */
export function methodText({ method, settings }: SizedRun): string | undefined {
  if (method !== undefined) return madeBy(method);
  const { method: ofChains = 'nuts' } = settings;
  return ofChains === 'nuts' ? undefined : (methodOfVariant(ofChains)?.title ?? ofChains);
}
