import { expect, it } from 'vitest';
import {
  comparedMethod,
  originalApproximation,
  originalSettings,
} from '../../../client/run-history/original-request.ts';
import { keptRun } from './fixtures.ts';

const advi = { method: 'fullrank', draws: 500, iterations: 10, samples: 4, tolerance: 0.01, seed: 7 };

it.each([
  [advi, { command: 'advi', settings: advi }],
  [
    { method: 'pathfinder', draws: 100, paths: 2, seed: 3 },
    { command: 'pathfinder', settings: { draws: 100, paths: 2, seed: 3 } },
  ],
  [
    { method: 'laplace', draws: 100, iterations: 9, seed: 3 },
    { command: 'laplace', settings: { draws: 100, iterations: 9, seed: 3 } },
  ],
])('asks for the same approximation with the same seed: %j', (settings, asked) => {
  expect(originalApproximation(JSON.stringify({ settings }))).toEqual(asked);
});

it.each(['', 'null', '{}', '{"settings": {"method": "nuts"}}'])(
  'is refused where it shows none: %s',
  (text) => expect(originalApproximation(text)).toBeUndefined(),
);

it('asks for enough draws again, not for those that the run came to', () => {
  const { header } = keptRun();
  expect(originalSettings(header)).toEqual(header.settings);
  const asked = { draws: 'enough', max_draws: 9000 } as const;
  expect(originalSettings({ ...header, asked })).toEqual({ ...header.settings, ...asked });
});

it('knows the family of ADVI that a run was compared with', () => {
  expect(comparedMethod(JSON.stringify({ method: 'fullrank', rows: [] }))).toBe('fullrank');
  expect(comparedMethod('')).toBeUndefined();
  expect(comparedMethod('null')).toBeUndefined();
});
