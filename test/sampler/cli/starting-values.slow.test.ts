/** `init = { … }` in the model, `--init FILE`, `--init RUN`, through the command line. */
import { expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();

/** Two modes that no chain goes between. */
const model = (init = ''): string => `param x ~ Flat()
potential modes = log_sum_exp([-(x - 30)^2, -(x + 30)^2])
sample { ${init} draws = 50, tune = 100, seed = 3 }
`;
const meanOf = async (...flags: string[]) => {
  const { value } = await bayesJson<SampleReport>(['sample', 'm.bayes', ...flags], here.folder());
  return { mean: Math.round(value.summary[0].mean), from: value.started_from };
};

test('all chains start in the mode that is given', async () => {
  here.write('m.bayes', model('init = { x = 29 }'));
  expect(await meanOf('--out', 'upper')).toEqual({ mean: 30, from: 'the model' });
  here.write('init.json', '{ "x": -31 }');
  expect(await meanOf('--init', 'init.json')).toEqual({ mean: -30, from: here.path('init.json') });
  expect(Math.abs((await meanOf('--init', 'jitter')).mean)).toBeLessThan(30);
  here.write('m.bayes', model());
  expect(await meanOf('--init', 'upper')).toEqual({ mean: 30, from: here.path('upper') });
  const { stdout } = await bayes(['sample', 'm.bayes', '--init', 'upper'], here.folder());
  expect(stdout).toMatch(/^m: 4 chains of 50 draws from starting values of .*upper after 100 of tuning/);
});

test('what is wrong is told, with exit code 1', async () => {
  here.write('m.bayes', model('init = { x = [1, 2] }'));
  const stated = await bayes(['sample', 'm.bayes'], here.folder());
  expect(stated.code).toBe(1);
  expect(stated.stderr).toContain(
    'm.bayes:3:19: error starting-value the model: `x`: expected a number, found a list of 2\n',
  );
  const missing = await bayes(['sample', 'm.bayes', '--init', 'nowhere'], here.folder());
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain(
    '--init: expected `jitter`, `pathfinder`, a JSON file or the folder of a run, and there is no ',
  );
});
