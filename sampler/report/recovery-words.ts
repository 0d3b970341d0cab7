/** Recovery tests in words. */
import { statText } from '../stats/number-text.ts';
import type { RecoveryReport, RecoveryRow, RecoveryTestReport } from './recovery-report.ts';

/** Of a value that is not recovered. */
export function notRecovered(
  { name, value, covered, p_value, typical_mean }: RecoveryRow,
  simulations: number,
): string {
  const mean = typical_mean === null ? '' : `; posterior means are around ${statText(typical_mean, null)}`;
  const p = p_value < 1e-6 ? 'below 1e-6' : p_value.toExponential(0);
  return `${name} = ${statText(value, null)} is covered by ${covered} of ${simulations} intervals of 94 %, expected about ${Math.round(0.94 * simulations)} (p = ${p})${mean}`;
}

/** Fits that are missing or in doubt, as sentences. */
export function doubtsAbout(
  { failures, doubtful }: RecoveryTestReport,
  simulations: number,
): readonly string[] {
  const [first] = failures;
  return [
    ...(first === undefined
      ? []
      : [`${failures.length} of ${simulations} data sets could not be fitted (the first: ${first.message})`]),
    ...(doubtful === 0 ? [] : [`${doubtful} of ${simulations} fits fail a diagnostic`]),
  ];
}

export function recoveryVerdict({ tests, passes }: RecoveryReport): string {
  if (passes) return tests.length === 1 ? 'The test passes.' : `All ${tests.length} tests pass.`;
  if (tests.length === 1) return 'The test fails.';
  const failing = tests.filter((test) => !test.passes).length;
  return `${failing} of ${tests.length} tests ${failing === 1 ? 'fails' : 'fail'}.`;
}
