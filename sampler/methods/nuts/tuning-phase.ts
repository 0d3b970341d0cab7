/** The phase of a chain before its kept draws: transitions that are learned from, in blocks where the model makes them. */
import type { Random } from '../../random.ts';
import type { Adaptation } from './adapt/adaptation.ts';
import { earlyEnd, earlyTreeDepth } from './adapt/schedule.ts';
import type { Clock } from './chain-contract.ts';
import { REPORT_EVERY_MS } from './chain-reporter.ts';
import type { Nuts, TunedBlock } from './nuts.ts';

/**
 * Makes the transition of tuning draw number `draw` and as many more as need no decision in between, to where progress
 * is due. All but the last are learned from. No draw is made where the chain is stopped.
 */
export function tuner(nuts: Nuts, adaptation: Adaptation, tune: number, random: Random, clock: Clock) {
  const { tuning, last } = nuts;
  const early = earlyEnd(tune);
  const one = (): TunedBlock => {
    const { stepSize } = adaptation;
    nuts.transition(random, stepSize);
    return { count: 1, leapfrogs: last.leapfrogs, stepSize };
  };
  return (draw: number): TunedBlock => {
    nuts.treeDepthLimit = earlyTreeDepth(draw, tune);
    if (tuning === null) return one();
    const plan = adaptation.plan(draw);
    // The first draw is reported alone.
    if (plan.draws === 0 || draw === 0) return one();
    const begun = clock.now();
    const isDue = () => clock.now() - begun >= REPORT_EVERY_MS;
    const block = tuning.draw(random, plan, (draw < early ? early : tune) - draw, isDue);
    const learned = last.end === 'stopped' ? block.count : block.count - 1;
    adaptation.learnFromBlock(draw, learned, tuning.memory);
    return block;
  };
}
