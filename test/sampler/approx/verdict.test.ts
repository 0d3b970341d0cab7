import { describe, expect, test } from 'vitest';
import { approximationVerdict, type VerdictInput } from '../../../sampler/diagnose/approximation/verdict.ts';
import { approximationDefaults } from '../../../sampler/run/approximation-settings.ts';

const defaultAdvi = approximationDefaults('advi');
const defaultLaplace = approximationDefaults('laplace');
const defaultPathfinder = approximationDefaults('pathfinder');

const fine: VerdictInput = {
  settings: { ...defaultAdvi, method: 'fullrank', seed: 1 },
  kHat: 0.3,
  effectiveDraws: 1900,
  weightedDraws: 2000,
  end: 'converged',
  elbo: [
    { iteration: 0, elbo: -300, gradients: 1 },
    { iteration: 100, elbo: -20, gradients: 2 },
  ],
  reach: 10,
};
const codes = (change: Partial<VerdictInput>) =>
  approximationVerdict({ ...fine, ...change }).reasons.map(({ code }) => code);

describe('the verdict on an approximation', () => {
  test('passes where k-hat does, and says what the draws are worth', () => {
    const verdict = approximationVerdict(fine);
    expect(verdict).toEqual({
      pass: true,
      message:
        'Full-rank ADVI lies close to the posterior: Pareto k-hat 0.30 (limit 0.70), its 2000 draws are worth 1900 draws of the posterior',
      reasons: [],
      warnings: [],
    });
  });

  test('warns of mean-field widths whatever k-hat says', () => {
    for (const kHat of [0.1, 0.9]) {
      const { warnings } = approximationVerdict({ ...fine, kHat, settings: { ...defaultAdvi, seed: 1 } });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('widths run narrow');
      expect(/[Rr]ead the means/.test(warnings[0])).toBe(kHat <= 0.7);
    }
  });

  test('fails by k-hat, and distinguishes nearly equal weights from a wrong shape', () => {
    const wrong = approximationVerdict({ ...fine, kHat: 0.95, effectiveDraws: 40 });
    expect(wrong.pass).toBe(false);
    expect(wrong.reasons[0]).toMatchObject({ code: 'k-hat' });
    expect(wrong.reasons[0].message).toContain('cannot take');
    const tails = approximationVerdict({ ...fine, kHat: 0.95, effectiveDraws: 1900 });
    expect(tails.pass).toBe(false);
    expect(tails.message).toContain('fits the bulk of the posterior, not its far tails: Pareto k-hat 0.95');
    expect(tails.reasons[0].message).toContain('nearly equal (1900 effective of 2000 draws)');
  });

  test('fails where few of its draws count, though k-hat passes, unless they were taken by weight', () => {
    const little = { kHat: 0.6, effectiveDraws: 400 };
    expect(codes(little)).toEqual(['effective-draws']);
    expect(approximationVerdict({ ...fine, ...little }).message).toMatch(
      /not to be relied on: .* are worth 400 draws of the posterior \(limit a quarter\)$/,
    );
    for (const settings of [{ ...defaultLaplace }, { ...defaultPathfinder }])
      expect(codes({ ...little, settings: { ...settings, seed: 1 } })).toEqual([]);
    expect(codes({ ...little, kHat: 0.8 })).toEqual(['k-hat']);
  });

  test('holds fewer draws to a stricter limit', () => {
    expect(codes({ kHat: 0.6, weightedDraws: 100, effectiveDraws: 90 })).toEqual(['k-hat']);
    expect(codes({ kHat: 0.6 })).toEqual([]);
  });

  test('an ELBO that is not finite, that fell, draws without a density, draws at the end of the world', () => {
    const at = (elbo: number) => [...fine.elbo, { iteration: 200, elbo, gradients: 3 }];
    expect(codes({ elbo: at(Number.NEGATIVE_INFINITY) })).toEqual(['diverged']);
    expect(codes({ elbo: at(Number.NaN) })).toEqual(['diverged']);
    expect(codes({ elbo: at(-5000) })).toEqual(['diverged']);
    expect(codes({ elbo: at(-25) })).toEqual([]);
    expect(codes({ kHat: Number.POSITIVE_INFINITY, effectiveDraws: 0 })).toEqual(['diverged']);
    expect(codes({ kHat: 2, effectiveDraws: 1, reach: 1e80 })).toEqual(['diverged']);
    // Parameters of a large unit are no fault.
    expect(codes({ reach: 1e80 })).toEqual([]);
  });

  test('the end of a path of Pathfinder may be nowhere, as long as its best is somewhere', () => {
    const elbo = [...fine.elbo, { iteration: 3, elbo: Number.NEGATIVE_INFINITY, gradients: 3 }];
    expect(codes({ settings: { ...defaultPathfinder, seed: 1 }, elbo })).toEqual([]);
  });

  test('a step size that was given is the first suspect', () => {
    const settings = { ...defaultAdvi, seed: 1, learning_rate: 1e6 };
    const elbo = [{ iteration: 9, elbo: Number.NEGATIVE_INFINITY, gradients: 3 }];
    expect(approximationVerdict({ ...fine, settings, elbo }).reasons[0].nextStep).toContain(
      'learning_rate (1000000)',
    );
  });

  test('every end of the optimisation but the good one is reported, with what to do', () => {
    expect(codes({ end: 'max-iterations' })).toEqual(['not-converged']);
    expect(codes({ end: 'stalled', settings: { ...defaultLaplace, seed: 1 } })).toEqual(['not-converged']);
    expect(codes({ end: 'stopped' })).toEqual(['interrupted']);
    const stationarity = { rHat: 1.34, mcse: 0.2 };
    const [moving] = approximationVerdict({ ...fine, end: 'not-stationary', stationarity }).reasons;
    expect(moving).toMatchObject({ code: 'not-stationary' });
    expect(moving.message).toContain(
      '20000 iterations: R-hat of its last iterates should be at most 1.1, it is 1.34',
    );
    expect(moving.nextStep).toContain('40000 iterations');
    const [reason] = approximationVerdict({ ...fine, end: 'max-iterations' }).reasons;
    expect(reason.message).toContain('20000 iterations (tolerance 0.01)');
    expect(reason.nextStep).toContain('40000');
  });
});
