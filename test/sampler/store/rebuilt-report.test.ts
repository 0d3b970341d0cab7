/** A run without a report, as after a kill, is judged as a run that ended: with its causes, times and faults. */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { readJson, writeJson } from '../../../sampler/store/json-file.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { openRunColumns } from '../../../sampler/store/run-columns.ts';
import { checkpointFile, reportFile, runFile } from '../../../sampler/store/run-folder.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from '../cli/workspace.ts';

const here = sharedWorkspace();
const settings = ['--draws', '200', '--tune', '200', '--seed', '5', '--format', 'json'];

/** Samples, and takes the run back to where a kill leaves it. */
async function killed(name: string, text: string): Promise<SampleReport> {
  here.write(`${name}.bayes`, text);
  const { value } = await bayesJson<SampleReport>(
    ['sample', `${name}.bayes`, '--out', name, ...settings],
    here.folder(),
  );
  const folder = here.path(name);
  rmSync(reportFile(folder));
  const info = readJson(runFile(folder)) as object;
  writeJson(runFile(folder), { ...info, state: 'running', finished: null });
  return value;
}

function rebuilt(name: string): SampleReport {
  const opened = openRun(here.path(name));
  if (opened.kind === 'problem' || opened.run.report === null) throw new Error(JSON.stringify(opened));
  return opened.run.report;
}

const separation = `dim row
data from "d.csv" { x : real[row]  y : int[row] in 0..1 }
param a ~ Flat()
param b ~ Flat()
observe y ~ Bernoulli(logit_p = a + b * x)
`;

describe('a killed run', () => {
  let report: SampleReport;
  beforeAll(async () => {
    here.write('d.csv', 'x,y\n-2,0\n-1.5,0\n-1,0\n-0.5,0\n0.5,1\n1,1\n1.5,1\n2,1\n');
    report = await killed('separated', separation);
  });

  test('has the causes of the run that ended, after why it ended', () => {
    expect(report.diagnostics.reasons[0].code).toBe('separation');
    const found = rebuilt('separated');
    const [first, ...reasons] = found.diagnostics.reasons;
    expect(first).toMatchObject({ code: 'interrupted', message: 'The run was killed before its end' });
    expect(reasons[0]).toEqual(report.diagnostics.reasons[0]);
    expect(reasons.filter(({ cause }) => cause === 'separation').length).toBeGreaterThan(0);
  });

  test('has its times and what tuning made of its chains, for the page too', () => {
    const columns = openRunColumns(here.path('separated'));
    if (columns.kind === 'problem' || columns.run.report === null) throw new Error(JSON.stringify(columns));
    for (const { timing, tuned } of [rebuilt('separated'), columns.run.report]) {
      expect(timing.gradients_warmup).toBe(report.timing.gradients_warmup);
      expect(timing.gradients_sample).toBe(report.timing.gradients_sample);
      for (const key of ['compile_ms', 'warmup_ms', 'sample_ms', 'us_per_gradient'] as const)
        expect(timing[key], key).toBeGreaterThan(0);
      expect(tuned).toEqual(report.tuned);
    }
  });

  test('is shown so by a command', async () => {
    const { stdout } = await bayes(
      ['export', 'separated', '--what', 'summary', '--to', 'json'],
      here.folder(),
    );
    const { diagnostics } = JSON.parse(stdout) as SampleReport;
    expect(diagnostics.reasons.slice(0, 2).map(({ code }) => code)).toEqual(['interrupted', 'separation']);
  });

  test('is judged by its draws alone where its data are no longer those of the run', () => {
    here.write('d.csv', 'x,y\n1,0\n2,1\n');
    const codes = rebuilt('separated').diagnostics.reasons.map(({ code }) => code);
    expect(codes[0]).toBe('interrupted');
    expect(codes).not.toContain('separation');
    expect(codes.length).toBeGreaterThan(1);
    expect(rebuilt('separated').diagnostics.reasons[1].message).toContain(
      'causes in them are not looked for',
    );
  });
});

const rateBelowZero = readFileSync(
  fileURLToPath(new URL('../../cases/rate-below-zero/model.bayes', import.meta.url)),
  'utf8',
);

describe('a cause that shows where trajectories diverged', () => {
  let report: SampleReport;
  beforeAll(async () => {
    report = await killed('rate', rateBelowZero);
  });
  const own = () => report.diagnostics.reasons[0];

  test('is named after a kill, and by the run that goes on', async () => {
    expect(own()).toMatchObject({ code: 'outside-support', line: 4 });
    expect(rebuilt('rate').diagnostics.reasons[1]).toEqual(own());
    const { value } = await bayesJson<SampleReport>(['resume', 'rate', '--format', 'json'], here.folder());
    expect(value.diagnostics.reasons).toEqual(report.diagnostics.reasons);
  });

  test('is said to be unknown where a chain has no state', () => {
    rmSync(reportFile(here.path('rate')), { force: true });
    rmSync(checkpointFile(here.path('rate'), 2));
    const { reasons } = rebuilt('rate').diagnostics;
    expect(reasons.map(({ code }) => code)).not.toContain('outside-support');
    expect(reasons.find(({ code }) => code === 'divergences')?.message).toMatch(
      /Where they diverged is not kept in the folder, .* sampling again with seed 5 names it$/,
    );
  });
});

test('names the statement of draws with a value that cannot be', async () => {
  const report = await killed(
    'faulty',
    `dim k = 3, row = 2
data { y : int[row] = [1, 2] }
param w ~ HalfNormal(0.3)
let p[j in k] = if w > 0.6 then 0.4 else if j == 1 then 0.2 else 0.4
observe y ~ Categorical(p)
`,
  );
  const [own] = report.diagnostics.reasons.filter(({ code }) => code === 'values');
  expect(own.message).toContain('`observe y`');
  expect(rebuilt('faulty').diagnostics.reasons.find(({ code }) => code === 'values')).toEqual(own);
});

describe('tolerances of a differential equation that move the posterior', () => {
  // A pendulum watched for long: errors of its phase add up.
  const swing = `
fun swing(t, y, w) = [y[2], -w ^ 2 * sin(y[1])]
data { times : real[3] = [20, 30, 40]  y : real[3] = [0.3, -0.4, 0.1] }
param w ~ LogNormal(0, 0.1)
let z = ode(swing, [1, 0], 0, times, w, rtol = 1e-3, atol = 1e-3)
observe y ~ Normal(z[.., 1], 0.1)
`;
  const solver = ({ diagnostics }: SampleReport) => diagnostics.reasons.find(({ code }) => code === 'solver');
  let report: SampleReport;
  beforeAll(async () => {
    report = await killed('swing', swing);
  });

  test('are told of a run that was killed', () => {
    expect(solver(report)?.message).toMatch(/^The solver of `let z` is too loose/);
    expect(solver(rebuilt('swing'))).toEqual(solver(report));
  });

  test('and of one that goes on', async () => {
    const { value } = await bayesJson<SampleReport>(['resume', 'swing', '--format', 'json'], here.folder());
    expect(solver(value)).toEqual(solver(report));
    expect(solver(rebuilt('swing'))).toEqual(solver(report));
  });
});
