/** A `deterministic` that is labels is summarised by the probability of each: in every command, and on the page. */
import { expect, test } from 'vitest';
import type { SampleReport, SummaryRow } from '../../../sampler/report/sample-report.ts';
import type { PageContext } from '../../../webview/context.ts';
import { finiteReport } from '../../../webview/data/restore-non-finite.ts';
import { quantityData } from '../../../webview/parts/quantity-data.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from '../cli/workspace.ts';

const here = sharedWorkspace();

// Positions say nothing: their mean would be 2 for north and west in equal shares.
const text = `dim g = ["north", "south", "west"]
dim row = 2
data { y : real[row] = [0.1, -0.1]  e : g[row] = ["north", "west"] }
param a ~ Normal(0, 1)
observe y ~ Normal(a, 1)
deterministic best = if a > 0 then e[1] else e[2]
deterministic pair = [e[1], if a > 1 then e[2] else e[1]]
deterministic number = 2 * a
sample { draws = 300, tune = 300, chains = 2, seed = 3 }
`;

type Draws = Readonly<Record<string, readonly (readonly number[])[]>>;

const share = (chains: readonly (readonly number[])[], position: number) => {
  const all = chains.flat();
  return all.filter((value) => value === position).length / all.length;
};

test('sample, its table, its kept run and the page', async () => {
  here.write('m.bayes', text);
  const { value } = await bayesJson<SampleReport & { draws_by_name: Draws }>(
    ['sample', 'm.bayes', '--draws-format', 'json', '--out', 'run'],
    here.folder(),
  );
  const draws = value.draws_by_name;
  expect(Object.keys(draws)).toEqual(['a', 'best', 'pair[1]', 'pair[2]', 'number']);
  const labelled = ['best', 'pair[1]', 'pair[2]'].flatMap((element) =>
    ['north', 'south', 'west'].map((label, k) => ({ element, label, position: k + 1 })),
  );
  const names = ['a', ...labelled.map(({ element, label }) => `P(${element} = ${label})`), 'number'];
  expect(value.summary.map(({ name }) => name)).toEqual(names);
  for (const of of labelled) {
    const row = value.summary.find(({ name }) => name === `P(${of.element} = ${of.label})`);
    expect(row).toMatchObject({ ...of, sd: null, hdi_3: null, hdi_97: null, mcse_sd: null, q50: null });
    expect(row?.mean).toBeCloseTo(share(draws[of.element], of.position), 12);
    for (const key of ['mcse_mean', 'ess_bulk', 'ess_tail', 'r_hat'] as const)
      expect(row?.[key], key).toEqual(expect.any(Number));
  }
  expect(value.diagnostics.reasons.flatMap((reason) => reason.names)).not.toContainEqual(
    expect.stringContaining('P('),
  );

  const table = await bayes(['sample', 'm.bayes', '--reuse', '--out', 'run'], here.folder());
  expect(table.stdout).toMatch(/P\(best = north\) +0\.\d+ +0\.\d+ +\d+ +\d+ +1\.\d+\n/);
  expect(table.stdout).not.toMatch(/^best /m);

  // A page that opens the run: plots of a label are of how often it is drawn.
  const row = finiteReport(value).summary.find(({ name }) => name === 'P(best = west)') as SummaryRow;
  const asked: string[] = [];
  const context = {
    draws: {
      get: async (name: string) => {
        asked.push(name);
        return {
          kind: 'ok',
          draws: { name, chains: 2, drawsPerChain: 300, values: Float64Array.from(draws[name].flat()) },
        };
      },
    },
  } as unknown as PageContext;
  const shown = await quantityData(context, { row, chains: 2 })(['row', 'draws']);
  expect(asked).toEqual(['best']);
  if (shown.kind !== 'ok') throw new Error(shown.message);
  expect(shown.data.draws.name).toBe('P(best = west)');
  expect(new Set(shown.data.draws.values)).toEqual(new Set([0, 1]));
  expect(shown.data.draws.values.reduce((a, b) => a + b) / 600).toBeCloseTo(row.mean, 12);
});

test('map and an approximation', async () => {
  here.write('m.bayes', text);
  const mode = await bayesJson<{ summary: { name: string; mode: number; sd: number | null }[] }>(
    ['map', 'm.bayes', '--seed', '1'],
    here.folder(),
  );
  expect(mode.value.summary.filter(({ name }) => name.startsWith('P(pair[2]'))).toEqual([
    { name: 'P(pair[2] = north)', mode: 1, sd: null },
    { name: 'P(pair[2] = south)', mode: 0, sd: null },
    { name: 'P(pair[2] = west)', mode: 0, sd: null },
  ]);
  const { stdout } = await bayes(
    ['laplace', 'm.bayes', '--seed', '1', '--out', 'approximated'],
    here.folder(),
  );
  expect(stdout).toMatch(/P\(best = north\) +0\.\d+\n/);
  const kept = await bayes(['export', 'approximated', '--what', 'summary'], here.folder());
  expect(kept.stdout).toMatch(/^P\(best = north\),0\.\d+,,,,0/m);
});
