/** How many draws a run makes where nothing, or a word, is said of it. */
import { describe, expect, test } from 'vitest';
import { methods, methodsIn } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import type { AskedSettings } from '../../../sampler/protocol.ts';
import { chainSettings, checkSettings, sampleSettings } from '../../../sampler/run/sample-settings.ts';

function settingsOf(block: string, asked: AskedSettings = {}) {
  const { program, data } = checkModel(`param x ~ Normal(0, 1)\n${block}\n`, '/m.bayes');
  return sampleSettings(program, data, asked, 1);
}
const walk = { method: 'metropolis' } as const;

describe('draws', () => {
  test('of NUTS are enough by default; a number is that number', () => {
    expect(settingsOf('')).toMatchObject({ draws: 'enough', max_draws: 20_000 });
    expect(settingsOf('sample { tune = 300 }')).toMatchObject({ draws: 'enough', tune: 300 });
    expect(settingsOf('sample { draws = 700 }').draws).toBe(700);
    expect(settingsOf('sample { draws = enough }', { draws: 700 }).draws).toBe(700);
    expect(settingsOf('sample { draws = 700 }', { draws: 'enough', max_draws: 900 })).toMatchObject({
      draws: 'enough',
      max_draws: 900,
    });
    expect(checkSettings(settingsOf(''))).toBeNull();
  });

  test('of Metropolis are a number, also beside a block that NUTS takes for as many as it needs', () => {
    for (const block of ['', 'sample { draws = enough }', 'sample { seed = 4 }']) {
      const settings = settingsOf(block, walk);
      expect(settings.draws).toBe(2000);
      expect(checkSettings(settings)).toBeNull();
    }
    expect(settingsOf('sample { draws = 700 }', walk).draws).toBe(700);
    expect(checkSettings(settingsOf('', { ...walk, draws: 'enough' }))).toBe(
      'Metropolis takes a number of draws, such as `draws = 2000`: `draws = enough` is for NUTS only',
    );
  });

  test('of approximations are a number by default', () => {
    for (const { settings } of methodsIn('approximation'))
      expect(defaultsOf(settings)).toMatchObject({ draws: 2000 });
    expect(defaultsOf(methods.nuts.settings).draws).toBe('enough');
  });

  test('are all kept unless `thin` says how often, which reports leave out at 1', () => {
    expect(settingsOf('sample { thin = 5 }').thin).toBe(5);
    expect(chainSettings(settingsOf('sample { thin = 5 }'), 100)).toMatchObject({ draws: 100, thin: 5 });
    expect(settingsOf('sample { thin = 5 }', { thin: 2 }).thin).toBe(2);
    expect(settingsOf('sample { thin = 5 }', walk).thin).toBe(5);
    for (const all of [settingsOf(''), settingsOf('sample { thin = 5 }', { thin: 1 })]) {
      expect(all).not.toHaveProperty('thin');
      expect(checkSettings(all)).toBeNull();
      expect(chainSettings(all, 100).thin).toBe(1);
    }
    expect(checkSettings({ ...settingsOf(''), thin: 0 })).toBe(
      '`thin`: expected a whole number from 1 to 10000, found 0',
    );
  });

  test('are of all quantities unless `store` names some, which reports leave out at `all`', () => {
    expect(settingsOf('sample { store = [x] }').store).toEqual(['x']);
    expect(settingsOf('sample { store = [x] }', { store: ['y'] }).store).toEqual(['y']);
    expect(settingsOf('sample { store = [x] }', walk).store).toEqual(['x']);
    for (const all of [
      settingsOf(''),
      settingsOf('sample { store = all }'),
      settingsOf('sample { store = [x] }', { store: 'all' }),
    ]) {
      expect(all).not.toHaveProperty('store');
      expect(checkSettings(all)).toBeNull();
    }
  });

  test('what they may be is said with the word', () => {
    const wrong = { ...settingsOf(''), draws: 0 };
    expect(checkSettings(wrong)).toBe(
      '`draws`: expected a whole number from 1 to 10000000 or `enough`, found 0',
    );
  });
});
