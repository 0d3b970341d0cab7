/** What a prediction needs, is not given and cannot draw. */
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { checkNewDraws } from '../../../sampler/predict/check-new-draws.ts';
import { checked, runWith } from './models.ts';
import { at, expectLike, failure, fill, names, simulate } from './set-and-drawn.ts';

describe('what is needed, not given and cannot be drawn', () => {
  test('no statement says how it is distributed', async () => {
    const text = `dim t
data { x : real[t] = [0, 1, 2]  y : real[t] = [0, 1, 0] }
param phi ~ Normal(0, 1)
observe y[i in 2..size(t)] ~ Normal(x[i] + phi * y[i - 1], 1)
predict p { x = [1, 1] }
`;
    expect(await failure(runWith(text, { phi: fill(0.5) }))).toEqual([
      'predict-missing: `y` is over `t`, whose rows are new here: give its values too, as in `y = […]`; it cannot be drawn, because no `observe` says how `y[1]` is distributed',
    ]);
  });

  test('each depends on the other', async () => {
    const text = `dim row
data { x : real[row] = [0, 1]  b : real[row] = [0, 1]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
observe b ~ Normal(k * y + x, 1)
observe y ~ Normal(b, 1)
predict p { x = [1, 1] }
predict q { x = [1, 1], y = [0, 3] }
`;
    const model = runWith(text, { k: fill(0.5) });
    expect(await failure(model)).toEqual([
      'predict-circle: `b` and `y` cannot be drawn: they depend on each other in a circle, so that nothing comes first; give one of them, as in `b = […]`',
    ]);
    const found = await at(model, 1);
    expect(names(found)).toEqual(['b[1]', 'b[2]']);
    expectLike(
      found,
      'b[2]',
      simulate((z) => 1.5 + 1 + z()),
    );
  });

  test('a function that needs data is reported before the fit', () => {
    const text = `dim row
data { x : real[row] = [0, 1]  b : real[row] = [0, 1]  y : real[row] = [0, 1] }
param k ~ Normal(0, 1)
let s = sort(b)
observe b ~ Normal(k * x, 1)
observe y ~ Normal(s, 1)
predict p { x = [1, 1] }
`;
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    expect(checkNewDraws(program, data, load).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^`predict p`: .*`b`.* no values are given here, would have to be drawn: give them too$/,
      ),
    ]);
  });
});
