/**
 * Simulation-based calibration of each kind of statement beyond parameters and rows: right models pass, and a model
 * with one word that is wrong, fitted to data of the right one, does not.
 */
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../../sampler/calibrate/calibrate.ts';
import type { FitSimulated } from '../../../sampler/calibrate/fit-simulated.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { run } from '../models/fit.ts';
import { calibratedKinds } from './calibrated-kinds.ts';

/** `BAYES_SIMULATIONS=400` makes it sharp. */
const simulations = Number(process.env.BAYES_SIMULATIONS ?? 50);
/** Mistakes that so few show. */
const OF_A_MISTAKE = 30;
const settings = { chains: 1, draws: 297, tune: 200, targetAccept: 0.9 };
const modelPath = '/kind.bayes';

function checked(text: string) {
  const model = checkModel(text, modelPath);
  const errors = model.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return model;
}

/** A short chain in this thread. */
function fitOf(text: string): FitSimulated {
  const { program, kindsKnown } = checked(text);
  return async ({ data }, seed) => {
    const compiled = compile(lower(program, data, { kindsKnown }).ir);
    const module = new WebAssembly.Module(Uint8Array.from(compiled.wasm));
    const { draws } = run({ compiled, module }, { ...settings, seed });
    return { kind: 'ok', draws, summary: [], reasons: [] };
  };
}

async function calibrated(text: string, fitted: string, simulations: number) {
  const result = await calibrate({
    model: { modelText: text, modelPath },
    checked: checked(text),
    seed: 14,
    simulations,
    fit: fitOf(fitted),
    together: 1,
    signal: new AbortController().signal,
    kept: [],
    keep() {},
    progress() {},
  });
  if (result.kind !== 'done') throw new Error(`the calibration ended with ${JSON.stringify(result)}`);
  return result.report;
}

describe.each(Object.entries(calibratedKinds))('%s', (_, { text, mistake: [right, wrong] }) => {
  test('are calibrated', async () => {
    const report = await calibrated(text, text, simulations);
    expect(report.rows.filter(({ passes }) => !passes)).toEqual([]);
    expect(report).toMatchObject({ passes: true, failures: [], warnings: [] });
  });

  test(`are not with ${wrong}`, async () => {
    expect(text.split(right)).toHaveLength(2);
    const report = await calibrated(text, text.replace(right, wrong), OF_A_MISTAKE);
    expect(report.rows.filter(({ passes }) => !passes)).not.toEqual([]);
  });
});
