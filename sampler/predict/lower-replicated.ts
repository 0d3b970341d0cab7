/**
 * The model at its own data, for prior and posterior predictive draws: an outcome on which another depends is drawn
 * first, and the other uses the draw. The prior predictive, which does not use data, generates a series from its
 * start; the posterior predictive predicts each step from the observed values before it.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { recordSummaries, takeSummaries } from '../compile/lower/data-summaries.ts';
import { lower } from '../compile/lower/lower.ts';
import { ancestorsOf, dataBehind, feedingData } from './data-dependencies.ts';
import { liveSummaries } from './recomputed-summaries.ts';

interface Replicated {
  readonly ir: IrProgram;
  readonly diagnostics: readonly Diagnostic[];
  /** Outcomes on which others depend, with the values of elements that are not drawn. */
  readonly drawn: ReadonlyMap<string, Float64Array>;
  /** Outcomes on which others depend keep their observed values, because the model needs them to be numbers. */
  readonly keepsOutcomes?: true;
}

interface ReplicatedOptions {
  readonly priors?: boolean;
  /** Whether series, and outcomes that depend on each other, use their own draws. */
  readonly series?: boolean;
}

export function lowerReplicated(
  program: Program,
  data: LoadedData,
  { series = false, ...options }: ReplicatedOptions = {},
): Replicated {
  const names = upstream(program, series);
  const summaries = recordSummaries(new Set(), new Set());
  const observed = lower(program, data, names.size === 0 ? options : { ...options, summaries });
  if (names.size === 0) return { ...observed, drawn: new Map() };
  // Summaries of data are part of the model, and keep their values.
  const again = lower(program, data, {
    ...options,
    summaries: takeSummaries(summaries, liveSummaries(program, names)),
    drawn: names,
  });
  // Where the model needs a value, for example as a size, the outcome keeps its observed value.
  if (again.diagnostics.some(({ severity }) => severity === 'error'))
    return { ...observed, drawn: new Map(), keepsOutcomes: true };
  return {
    ...again,
    drawn: new Map([...names].map((name) => [name, filled(data.arrays.get(name)?.values)])),
  };
}

/** Outcomes that outcomes are computed from; with `series` also those that are computed from themselves. */
function upstream(program: Program, series: boolean): ReadonlySet<string> {
  const behind = dataBehind(program);
  const feeding = series ? [...behind.values()].flatMap((names) => [...names]) : feedingData(program);
  return new Set(
    [...feeding].filter((name) => behind.has(name) && (series || !ancestorsOf(name, behind).has(name))),
  );
}

/** Missing values hold one of the support until they are drawn: labels among them are used as indices. */
function filled(values: ArrayLike<number> = []): Float64Array {
  const all = Float64Array.from(values);
  const known = all.find((value) => !Number.isNaN(value)) ?? 0;
  return all.map((value) => (Number.isNaN(value) ? known : value));
}
