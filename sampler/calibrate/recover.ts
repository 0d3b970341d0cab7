/**
 * Whether a model recovers values that data were simulated at: twenty data sets of fixed seeds, and the number of 94 %
 * intervals that cover each value.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { ROWS_OF_TEST, type TestStatement } from '../../grammar/syntax/ast.ts';
import { elementNames } from '../compile/element-names.ts';
import { instantiate } from '../compile/instantiate.ts';
import type { CheckedModel } from '../model/check-model.ts';
import { prepare } from '../model/compile-model.ts';
import { place, placesOf } from '../model/place-values.ts';
import { problem } from '../predict/error-diagnostic.ts';
import type { RecoveryRow, RecoveryTestReport } from '../report/recovery-report.ts';
import { writtenEntries } from '../run/read-start-values.ts';
import { resolveStart } from '../run/start-values.ts';
import type { FitSimulated, SimulatedFit } from './fit-simulated.ts';
import { resizeData, rowsOf } from './resize-data.ts';
import { type GivenValues, openSimulator } from './simulate-data.ts';
import { randomOfSimulation, seedOfSimulation, sideBySide } from './simulations.ts';

export const RECOVERY_SIMULATIONS = 20;
const SEED = 1;
const COVERAGE = 0.94;
/** A number of covering intervals less probable than this is a failure. */
const IMPROBABLE = 0.001;

/** A test with its data and values, ready to be run. */
interface PreparedTest {
  readonly checked: CheckedModel;
  readonly given: GivenValues;
  readonly names: readonly string[];
  readonly truth: readonly number[];
}

type PreparedResult =
  | { readonly kind: 'ok'; readonly test: PreparedTest }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param checked a model without errors. */
export async function prepareTest(checked: CheckedModel, { values }: TestStatement): Promise<PreparedResult> {
  const wrong = (message: string, span = values.span): PreparedResult => ({
    kind: 'invalid',
    diagnostics: [problem('recovery-test', message, span)],
  });
  const { program } = checked;
  const params = new Set(program.statements.flatMap((s) => (s.kind === 'param' ? [s.name.name] : [])));
  const isSize = (name: string) =>
    !params.has(name) && (checked.data.dims.has(name) || name === ROWS_OF_TEST);
  let { data } = checked;
  const written = writtenEntries(values, data);
  for (const { name, value, span } of written.filter((entry) => isSize(entry.name))) {
    const rows = data.dims.has(name) ? ({ kind: 'ok', dim: name } as const) : rowsOf(program, data);
    const resized = rows.kind === 'ok' ? resizeData(data, rows.dim, Number(value)) : rows;
    if (resized.kind === 'problem') return wrong(`\`${name}\`: ${resized.message}`, span);
    data = resized.data;
  }
  const own = { ...checked, data };
  const prepared = await prepare(own, 'recover');
  if (prepared.kind === 'invalid') return prepared;
  const { ir, model, module } = prepared;
  const entries = written.filter((entry) => !isSize(entry.name));
  const resolved = resolveStart({ from: 'the test', values: [entries] }, ir.quantities);
  if (resolved.kind === 'problem') return wrong(resolved.message, resolved.span);
  const [given] = resolved.start.values;
  const stated = placesOf(ir).filter(({ quantity }) => Object.hasOwn(given, quantity.name));
  const outside = place(instantiate(model, module), model, new Float64Array(model.dimension), stated, given);
  if (outside !== null) {
    const span = entries.find(({ name }) => name === outside.parameter)?.span;
    return wrong(`the test: ${outside.message}`, span);
  }
  const names = stated.flatMap(({ quantity }) => elementNames(quantity));
  const truth = stated.flatMap(({ quantity }) => [...given[quantity.name]]);
  return { kind: 'ok', test: { checked: own, given, names, truth } };
}

interface RecoverRequest {
  readonly test: PreparedTest;
  /** 0-based line of the statement. */
  readonly line: number;
  readonly fit: FitSimulated;
  /** Fits at the same time. */
  readonly together: number;
  readonly signal: AbortSignal;
  /** Called when a data set has been fitted. */
  fitted(): void;
}

type RecoverResult =
  | { readonly kind: 'done'; readonly report: RecoveryTestReport }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export async function recover({
  test,
  line,
  fit: fitOne,
  together,
  signal,
  fitted,
}: RecoverRequest): Promise<RecoverResult> {
  const opened = await openSimulator(test.checked, test.given);
  if (opened.kind === 'invalid') return opened;
  const { simulator } = opened;
  const fits: SimulatedFit[] = [];
  const all = Array.from({ length: RECOVERY_SIMULATIONS }, (_, k) => k);
  await sideBySide(all, together, signal, async (simulation) => {
    const seed = seedOfSimulation(SEED, simulation);
    const simulated = simulator.simulate(randomOfSimulation(seed, 'data'));
    fits[simulation] =
      simulated === null
        ? { kind: 'failed', message: 'a simulated value is not a finite number' }
        : await fitOne(simulated, seed);
    fitted();
  });
  if (all.some((k) => fits[k] === undefined || fits[k].kind === 'stopped')) return { kind: 'interrupted' };
  return { kind: 'done', report: reportOf(test, line, fits) };
}

function reportOf(
  { names, truth }: PreparedTest,
  line: number,
  fits: readonly SimulatedFit[],
): RecoveryTestReport {
  const ok = fits.filter((one) => one.kind === 'ok');
  const rowsOfFits = ok.map(({ summary }) => new Map(summary.map((row) => [row.name, row])));
  const rows = names.map((name, k): RecoveryRow => {
    const own = rowsOfFits.flatMap((byName) => byName.get(name) ?? []);
    const value = truth[k];
    const covered = own.filter(({ hdi_3, hdi_97 }) => hdi_3 <= value && value <= hdi_97).length;
    const p = probabilityOfAtMost(covered, fits.length);
    const means = own.map(({ mean }) => mean).toSorted((a, b) => a - b);
    return {
      name,
      value,
      covered,
      p_value: p,
      passes: !(p < IMPROBABLE),
      typical_mean: means.length === 0 ? null : means[Math.floor(means.length / 2)],
    };
  });
  const failures = fits.flatMap((one, simulation) =>
    one.kind === 'failed' ? [{ simulation, message: one.message }] : [],
  );
  return {
    line,
    passes: rows.every(({ passes }) => passes),
    rows,
    failures,
    doubtful: ok.filter(({ reasons }) => reasons.length > 0).length,
  };
}

/** That at most so many of `count` intervals cover, binomially. */
export function probabilityOfAtMost(covered: number, count: number): number {
  let [ways, sum] = [1, 0];
  for (let k = 0; k <= covered; k++) {
    sum += ways * COVERAGE ** k * (1 - COVERAGE) ** (count - k);
    ways *= (count - k) / (k + 1);
  }
  return Math.min(1, sum);
}
