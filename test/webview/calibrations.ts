/** Calibrations for pages and plots: ranks of a given distribution, judged as `bayes sbc` does. */
import { judgeRanks, LEVEL } from '../../sampler/calibrate/judge-ranks.ts';
import { createRandom } from '../../sampler/random.ts';
import type { CalibrationReport } from '../../sampler/report/calibration-report.ts';

const DRAWS = 99;

/** @param powers by row: the ranks' position is a uniform number to this power, above 1 too low. */
export function calibrationOf(powers: Readonly<Record<string, number>>, count = 200): CalibrationReport {
  const random = createRandom(3);
  const fitted = Array.from({ length: count }, (_, simulation) => ({
    simulation,
    kind: 'fitted' as const,
    ranks: Object.fromEntries(
      Object.entries(powers).map(([name, power]) => [name, Math.floor(random.next() ** power * (DRAWS + 1))]),
    ),
    tied: [],
    reasons: [],
  }));
  const { rows, band } = judgeRanks(fitted, DRAWS, () => 3);
  return {
    model: 'line',
    seed: 7,
    simulations: count,
    draws: DRAWS,
    passes: rows.every(({ passes }) => passes),
    rows,
    level: LEVEL,
    band,
    failures: [],
    warnings: [],
  };
}
