/** `store = [ … ]` in the model and `--keep`, through the command line. */
import { expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();

const model = (store = ''): string => `dim row = 3
data { x : real[row] = [0, 1, 2]  y : real[row] = [1, 2, 4] }
param mu ~ Normal(0, 5)
param sigma ~ HalfNormal(5)
deterministic twice = 2 * mu
observe y ~ Normal(mu + x, sigma)
predict next { x = [3, 4] }
sample { ${store} draws = 1000, tune = 500, seed = 3 }
`;
const namesOf = async (...flags: string[]) => {
  const { value } = await bayesJson<SampleReport>(['sample', 'm.bayes', ...flags], here.folder());
  const { summary, diagnostics, settings } = value;
  return [summary.map(({ name }) => name), diagnostics.not_stored, settings.store];
};

test('what is kept is in the model, or at the flag, which overrides it', async () => {
  here.write('m.bayes', model('store = [twice, mu],'));
  expect(await namesOf()).toEqual([['mu', 'twice'], ['sigma'], ['twice', 'mu']]);
  expect(await namesOf('--keep', 'sigma')).toEqual([['sigma'], ['mu', 'twice'], ['sigma']]);
  expect(await namesOf('--keep', 'all')).toEqual([['mu', 'sigma', 'twice'], undefined, undefined]);
  const { stdout } = await bayes(['sample', 'm.bayes', '--keep', 'mu, sigma'], here.folder());
  expect(stdout).toContain(
    '\nNot judged: whether the chains agree on twice, since it was not kept (store).\n',
  );
  expect(stdout).toContain('The model reproduces');
  expect(stdout).not.toMatch(/^twice/m);
});

test('what reads a run without its parameters says so', async () => {
  here.write('m.bayes', model());
  const kept = await bayes(['sample', 'm.bayes', '--keep', 'twice,sigma', '--out', 'run'], here.folder());
  expect(kept.stderr).toContain(
    'warning fit-not-judged whether the model reproduces its data was not judged: that takes all unknowns, and `store` leaves out `mu`',
  );
  const why =
    'the run has no draws of `mu`: it was left out by `store` (`--keep`), or the run was made by another version of the model; sample again, with `mu` kept';
  for (const command of [
    ['ppc', 'run'],
    ['loo', 'run'],
    ['loo', 'run', '--reloo'],
    ['loo', 'run', '--folds', '3'],
    ['evidence', 'run'],
    ['sensitivity', 'run'],
    ['predict', 'run'],
  ]) {
    const { code, stderr } = await bayes(command, here.folder());
    expect([command, code === 0, stderr.includes(why)]).toEqual([command, false, true]);
  }
  const { stdout } = await bayes(['export', 'run', '--to', 'csv'], here.folder());
  expect(stdout).toMatch(/^chain,draw,sigma,twice,lp__/);
  const again = await bayes(['sample', 'm.bayes', '--init', 'run'], here.folder());
  expect(again.stdout).toContain('from starting values of');
});

test('what is wrong is told', async () => {
  here.write('m.bayes', model());
  const unknown = await bayes(['sample', 'm.bayes', '--keep', 'mu,sigam'], here.folder());
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain(
    '`store`: expected quantities of the model, found `sigam`; did you mean `sigma`?',
  );
  const empty = await bayes(['sample', 'm.bayes', '--keep', 'mu,,sigma'], here.folder());
  expect(empty.code).toBe(2);
  expect(empty.stderr).toContain('Expected names separated by commas, such as mu,tau.');
});
