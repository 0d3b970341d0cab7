/** Which chains lie in one mode. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { clusterChains, drawsOfChains } from '../../../sampler/diagnose/mode-clusters.ts';
import { placesOfModes } from '../../../sampler/diagnose/places-of-modes.ts';
import { withSplit } from '../../../sampler/diagnose/split-chains.ts';
import { summary } from '../../../sampler/diagnose/summary.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { Diagnostics } from '../../../sampler/report/sample-report.ts';

const LENGTH = 400;

/** Standard normal draws of `a` and `b` around the centres of each chain. */
function drawsAround(centres: readonly (readonly [number, number])[]): Draws {
  const random = createRandom(3, 0);
  const values = Float64Array.from(
    centres.flatMap(([a, b]) =>
      Array.from({ length: LENGTH }, () => [a + random.normal(), b + random.normal()]).flat(),
    ),
  );
  return { names: ['a', 'b'], chains: centres.length, drawsPerChain: LENGTH, values };
}
const clustersOf = (draws: Draws) => clusterChains(draws, summary(draws, noLabels));

test('chains that agree are in one mode, and those that stay apart in another', () => {
  const draws = drawsAround([
    [0, 5],
    [8, 5],
    [0, 5],
    [0, -5],
    [8, 5],
  ]);
  expect(clustersOf(draws)).toEqual([[0, 2], [1, 4], [3]]);
});

test('a chain that mixes slowly is in the mode of the others', () => {
  const draws = drawsAround([
    [0, 5],
    [0.3, 5],
    [-0.2, 5],
    [0, 5.2],
  ]);
  expect(clustersOf(draws)).toEqual([[0, 1, 2, 3]]);
});

test('a chain that stands still, and one of a single place, are by themselves', () => {
  const draws = drawsAround([
    [0, 5],
    [0, 5],
    [40, 5],
  ]);
  for (let i = 2 * LENGTH; i < 3 * LENGTH; i++) draws.values[2 * i] = 40;
  expect(clustersOf(draws)).toEqual([[0, 1], [2]]);
});

test('a mode has the draws of its chains, and lies where the parameters that tell it apart have their means', () => {
  const draws = drawsAround([
    [0, 5],
    [8, 5],
    [0, 5],
  ]);
  const parts = [drawsOfChains(draws, [0, 2]), drawsOfChains(draws, [1])];
  expect(parts.map(({ chains }) => chains)).toEqual([2, 1]);
  expect(parts[0].values.slice(2 * LENGTH)).toEqual(draws.values.slice(4 * LENGTH));
  const [near, far] = placesOfModes(parts, () => true);
  expect(Object.keys(near)).toEqual(['a']);
  expect(near.a).toBeCloseTo(0, 0);
  expect(far.a).toBeCloseTo(8, 0);
  expect(placesOfModes(parts, (name) => name === 'b')).toEqual([
    { b: expect.closeTo(5, 0) },
    { b: expect.closeTo(5, 0) },
  ]);
});

describe('the reason why R-hat fails', () => {
  const reason = { code: 'r-hat', message: 'apart', nextStep: 'look', names: [] } as const;
  const nextStep = (draws: Draws, text: string, method?: 'metropolis') => {
    const { program } = parse(text);
    const failed = { pass: false, reasons: [reason] } as unknown as Diagnostics;
    const rows = summary(draws, noLabels);
    return withSplit(failed, { program, draws, rows, settings: { method } }).reasons[0].nextStep;
  };
  const apart = drawsAround([
    [0, 5],
    [8, 5],
    [0, 5],
    [0, -5],
  ]);
  const observed = 'data { y : real = 1 }\nparam a ~ Normal(0, 1)\nobserve y ~ Normal(a, 1)';
  const groups = 'Chains 1 and 3 lie in one mode, chain 2 in another, chain 4 in another, and more draws';

  test('names the modes, and what weighs them where something is observed', () => {
    expect(nextStep(apart, observed)).toMatch(new RegExp(`^${groups} .*\`bayes sample --modes weigh\``));
    for (const step of [nextStep(apart, 'param a ~ Normal(0, 1)'), nextStep(apart, observed, 'metropolis')]) {
      expect(step).toContain(groups);
      expect(step).not.toContain('weigh');
    }
  });

  test('stays as it is where a chain still moves, or all are in one place', () => {
    const { values } = apart;
    const drifting = values.map((value, i) => (i < 2 * LENGTH ? value + i / 100 : value));
    expect(nextStep({ ...apart, values: drifting }, observed)).toBe('look');
    expect(
      nextStep(
        drawsAround([
          [0, 5],
          [0.1, 5],
          [0, 5],
        ]),
        observed,
      ),
    ).toBe('look');
  });
});
