/** Series that a prediction sets or draws. */
import { describe, expect, test } from 'vitest';
import { runWith } from './models.ts';
import { at, expectLike, fill, names, simulate } from './set-and-drawn.ts';

describe('series', () => {
  const rows = `dim t
data { x : real[t] = [0, 1, 2, 3]  b : real[t] = [0, 1, 0, 1]  y : real[t] = [0, 1, 0, 1] }
param phi ~ Normal(0, 1)
`;
  test('drawn from its beginning, through a definition', async () => {
    const text = `${rows}let mu[i in t] = if i == 1 then x[i] else x[i] + phi * y[i - 1]
observe y ~ Normal(mu, 1)
observe b ~ Normal(0, 1)
predict p { x = [1, 1, 1] }
`;
    const found = await at(runWith(text, { phi: fill(0.8) }));
    expectLike(
      found,
      'y[3]',
      simulate((z) => [1, 2, 3].reduce((y) => 1 + 0.8 * y + z(), 0)),
    );
  });

  const simulated = (last: 'b' | 'y') =>
    simulate((z) => {
      let y = 0;
      let b = 0;
      for (let i = 0; i < 4; i++) {
        b = (i === 0 ? 1 : 0.5 * y) + 0.3 * z();
        y = 2 * b + 0.2 * z();
      }
      return last === 'b' ? b : y;
    });
  const b = 'observe b[i in t] ~ Normal(if i == 1 then x[i] else 0.5 * y[i - 1], 0.3)';
  const y = 'observe y ~ Normal(2 * b, 0.2)';
  for (const [title, order] of [
    ['in their order', [b, y]],
    ['in the other order', [y, b]],
  ] as const) {
    test(`two series on each other's past, ${title}`, async () => {
      const text = `${rows}${order.join('\n')}\npredict p { x = [1, 1, 1, 1] }\n`;
      const found = await at(runWith(text, { phi: fill(0.8) }));
      expectLike(found, 'b[4]', simulated('b'));
      expectLike(found, 'y[4]', simulated('y'));
    });
  }

  test('one that runs backwards', async () => {
    const text = `${rows}observe b ~ Normal(0, 1)
observe y[i in t] ~ Normal(if i == size(t) then x[i] else 0.5 * y[i + 1], 0.3)
predict p { x = [5, 5, 5] }
`;
    const found = await at(runWith(text, { phi: fill(0) }));
    expectLike(
      found,
      'y[1]',
      simulate((z) => 0.5 * (0.5 * (5 + 0.3 * z()) + 0.3 * z()) + 0.3 * z()),
    );
  });

  test('the same rows under another number: the start that no statement draws stays', async () => {
    const text = `dim t
data { drift : real = 0  y : real[t] = [4, 1, 0] }
param phi ~ Normal(0, 1)
observe y[i in 2..size(t)] ~ Normal(drift + phi * y[i - 1], 0.1)
predict p { drift = 10 }
`;
    const found = await at(runWith(text, { phi: fill(0.5) }));
    expect(names(found)).toEqual(['y[2]', 'y[3]']);
    expectLike(
      found,
      'y[3]',
      simulate((z) => 10 + 0.5 * (12 + 0.1 * z()) + 0.1 * z()),
    );
  });
});
