/** Weighs the modes of a run. Loaded lazily, since few requests do. */
import type { WeighModes } from '../../run/weigh-modes.ts';

export const weigh: WeighModes = async (run) =>
  (await import('../../predict/leave-one-out/weigh-modes.ts')).weighModes(run);
