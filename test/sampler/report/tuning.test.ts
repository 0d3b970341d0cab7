import { describe, expect, it } from 'vitest';
import type { TunedChain } from '../../../sampler/report/sample-report.ts';
import { targetAcceptText, tuneDrawsText } from '../../../sampler/report/tuning.ts';
import { defaultSettings } from '../../../sampler/run/sample-settings.ts';

const settings = { ...defaultSettings, draws: 2000, tune: 1000, seed: 1 };
const chain = (fields: Partial<TunedChain>): TunedChain => ({ metric: 'dense', step_size: 0.5, ...fields });

describe('the draws that tuning took', () => {
  it('are those of the chains, from the fewest to the most', () => {
    const tuned = [chain({ draws: 250 }), chain({ draws: 200 }), chain({ draws: 1000 })];
    expect(tuneDrawsText({ settings, tuned })).toBe('200 to 1000');
    expect(tuneDrawsText({ settings, tuned }, (count) => `<${count}>`)).toBe('<200> to <1000>');
    expect(tuneDrawsText({ settings, tuned: [chain({ draws: 250 }), chain({ draws: 250 })] })).toBe('250');
  });

  it('are those asked for where no chain counted them', () => {
    expect(tuneDrawsText({ settings })).toBe('1000');
    expect(tuneDrawsText({ settings, tuned: [chain({}), chain({})] })).toBe('1000');
  });
});

describe('the acceptance aimed at', () => {
  it('says where tuning raised it', () => {
    const raised = chain({ target_accept: 0.95 });
    expect(targetAcceptText({ settings })).toBe('target_accept 0.8');
    expect(targetAcceptText({ settings, tuned: [chain({}), null] })).toBe('target_accept 0.8');
    expect(targetAcceptText({ settings, tuned: [raised, chain({})] })).toBe(
      'target_accept 0.8 (0.95 in 1 chain, which diverged late in tuning)',
    );
    expect(targetAcceptText({ settings, tuned: [raised, raised] })).toBe(
      'target_accept 0.8 (0.95 in 2 chains, which diverged late in tuning)',
    );
  });
});
