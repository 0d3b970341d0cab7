/** Six groups near 50, far from where approximations start, with a density that is unbounded on the way. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApproximationReport, WidthsReport } from '../../sampler/protocol.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';

const model = join(root, 'test/cases/approximation-far-off/model.bayes');
/** By NUTS, 4 chains of 20,000 draws: means, and sds of the same quantities. */
const reference = { mu: [51.8, 2.9], sigma: [2.4, 0.5] } as const;

describe('an approximation whose start is far from the mass', () => {
  test.each([['meanfield'], ['fullrank']])('%s ADVI comes to the means of NUTS', async (method) => {
    for (const seed of ['1', '2', '3']) {
      const { value } = await bayesJson<ApproximationReport>(
        ['advi', model, '--method', method, '--seed', seed],
        root,
      );
      expect(value.converged, seed).toBe(true);
      expect(value.stationarity?.r_hat, seed).toBeLessThanOrEqual(1.1);
      for (const [name, [mean, sd]] of Object.entries(reference)) {
        const row = value.summary.find((one) => one.name === name);
        expect(Math.abs((row?.mean ?? Number.NaN) - mean) / sd, `${name}, seed ${seed}`).toBeLessThan(0.3);
      }
    }
  });

  test('Pathfinder comes there too, and says no word of means where k-hat fails', async () => {
    for (const seed of ['1', '2']) {
      const { value } = await bayesJson<ApproximationReport>(['pathfinder', model, '--seed', seed], root);
      const mu = value.summary.find(({ name }) => name === 'mu');
      const isThere = Math.abs((mu?.mean ?? Number.NaN) - reference.mu[0]) < 0.3 * reference.mu[1];
      expect(isThere, seed).toBe(true);
      expect(value.diagnostics?.modes.unvisited, seed).toEqual([]);
      const { stdout } = await bayes(['pathfinder', model, '--seed', seed], root);
      expect(stdout).not.toMatch(/read (the|its) means/i);
    }
  });

  test('ADVI that is cut short says that it was on its way, and compared with NUTS the means first', async () => {
    const args = ['compare-widths', model, '--seed', '1', '--iterations', '40'];
    const { code, value } = await bayesJson<WidthsReport>(args, root);
    expect(code).toBe(3);
    expect(value.verdict.reasons.map((reason) => reason.code)).toContain('not-stationary');
    expect(value.sentences[0]).toMatch(/puts .* elsewhere: .*take neither means nor widths/);
    expect(value.warnings.join(' ')).not.toMatch(/read (the|its) means/i);
  });
});
