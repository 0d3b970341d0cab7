import type { PosteriorModel } from './posterior-model.ts';

/** Draws whose diagnostics fail, or that did not come to an end, are not to be relied on yet. */
export function isProvisional({ report, info, damage }: PosteriorModel): boolean {
  if (damage.length > 0) return true;
  return info.method === undefined && report?.diagnostics.pass !== true;
}
