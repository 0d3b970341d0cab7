import type { PosteriorModel } from './posterior-model.ts';

/** Draws whose diagnostics fail, or of an unfinished run, are provisional. */
export function isProvisional({ report, info, damage }: PosteriorModel): boolean {
  if (damage.length > 0) return true;
  return info.method === undefined && report?.diagnostics.pass !== true;
}
