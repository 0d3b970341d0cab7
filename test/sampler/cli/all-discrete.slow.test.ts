/** What the commands say of a model whose unknowns are all discrete. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

test('sample says how, and every command answers or says why it does not', async () => {
  here.write(
    'c.bayes',
    `model c
dim time
data { y : real[time] = [-0.2, 0.3, 1.9, 1.2] }
param s[t in time] ~ Bernoulli(if t == 1 then 0.5 else if s[t - 1] == 1 then 0.8 else 0.3)
observe y[t in time] ~ Normal(s[t], 1)
deterministic p = prob(s)
sample { draws = 500, seed = 3 }
`,
  );
  here.write('at.json', '[]');
  const answers: string[] = [];
  const run = async (...command: string[]) => {
    const answer = await bayes(command, here.folder());
    answers.push(answer.stdout, answer.stderr);
    return answer;
  };
  const sampled = await run('sample', 'c.bayes', '--out', 'c');
  // Exact draws pass, each of them counted, and no sampler is told of.
  expect(sampled.code).toBe(0);
  expect(sampled.stdout).toMatch(/^s\[4\] .* 2000 +2000 +1\.00$/m);
  expect(sampled.stdout).toMatch(/^P\(s\[4\] = 1\) /m);
  expect(sampled.stderr).not.toMatch(/step size|gradients|looking for modes/);
  expect(sampled.stdout).toMatch(
    /^c: 4 chains of 500 draws, seed 3\nall unknowns are discrete: they are summed out, .* for which nothing is tuned\ncompiled in [^,]*, sampled in [^,]*\n/,
  );
  expect((await run('resume', 'c', '--draws', '1000')).stdout).toContain('for which nothing is tuned');
  const refusals = [
    [1, 'no continuous one whose mode could be found', 'map', 'c.bayes'],
    [2, 'all unknowns of the model of c are discrete', 'sensitivity', 'c'],
    [2, 'has the discrete unknown `s`', 'evidence', 'c'],
    [2, 'is given discrete unknowns, `s`', 'loo', 'c'],
  ] as const;
  for (const [code, reason, ...command] of refusals) {
    const refused = await run(...command);
    expect(refused.code).toBe(code);
    expect(refused.stdout + refused.stderr).toContain(reason);
  }
  expect((await run('loo', 'c', '--folds', '2')).stdout).toContain('elpd_kfold');
  expect((await run('sbc', 'c.bayes', '--simulations', '20')).stdout).toMatch(/^s\[4\]/m);
  const { value } = await bayesJson<object>(['grad', 'c.bayes', '--at', 'at.json'], here.folder());
  expect(value).toMatchObject({ gradient: [], names: [] });
  expect((await run('export', 'c')).stdout).toMatch(/^\S*s\[1\]/m);
  for (const to of ['netcdf', 'cmdstan', 'arrow']) {
    expect((await run('export', 'c', '--to', to, '--output', `c.${to}`)).code).toBe(0);
    const file = to === 'cmdstan' ? `c_1.${to}` : `c.${to}`;
    answers.push(readFileSync(join(here.folder(), file), 'latin1'));
  }
  for (const answer of answers) expect(answer).not.toMatch(/chance/);
});
