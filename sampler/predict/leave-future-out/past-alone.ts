/**
 * Whether a fit to the past knows nothing of the future: its density stays the same where the later values of the
 * outcomes are others. It does not where a prior or a definition uses their mean, or `y[t + 1]`.
 */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { lower } from '../../compile/lower/lower.ts';
import type { Draws } from '../../draws/draws.ts';
import { leftOutOf } from '../leave-one-out/refit.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { unconstrainedPosterior } from '../unconstrained-posterior.ts';
import { pointsFrom, type TimeStep } from './time-steps.ts';

const RELATIVE = 1e-9;

/** @returns what is wrong, in words; null where the past is alone. @param cut steps that are past */
export function pastKnowsFuture(
  { program, data, draws }: Pick<PosteriorModel, 'program' | 'data' | 'draws'>,
  steps: readonly TimeStep[],
  cut: number,
): string | null {
  const future = pointsFrom(steps, cut);
  const leftOut = leftOutOf(future);
  const two = firstAndLast(draws);
  const densities = (values: LoadedData): Float64Array | string | null => {
    const { ir, diagnostics } = lower(program, values, { leftOut });
    if (diagnostics.some(({ severity }) => severity === 'error')) return null;
    return densitiesAt(ir, two);
  };
  const own = densities(data);
  if (typeof own === 'string') return own;
  const others = densities({ ...data, arrays: withOtherValues(data, future) });
  if (own === null || others === null || typeof others === 'string') return null;
  if (own.every((value, i) => Math.abs(value - others[i]) <= RELATIVE * (1 + Math.abs(value)))) return null;
  const names = [...new Set(future.map(({ datum }) => `\`${datum}\``))].join(', ');
  return `a fit to the values up to ${steps[cut - 1].name} depends on later values of ${names}, so that nothing is predicted from the past alone: expected a model that uses none of its later values, as a mean of all of them or \`y[t + 1]\` does`;
}

function densitiesAt(ir: IrProgram, draws: Draws): Float64Array | string {
  const opened = unconstrainedPosterior(ir, draws);
  return opened.kind === 'problem' ? opened.message : opened.posterior.logDensities;
}

function firstAndLast({ names, values }: Draws): Draws {
  const width = names.length;
  const two = Float64Array.from([...values.subarray(0, width), ...values.subarray(values.length - width)]);
  return { names, chains: 1, drawsPerChain: 2, values: two };
}

/** Later values become others that were observed, so that they are possible. */
function withOtherValues(
  { arrays }: LoadedData,
  future: readonly { readonly datum: string; readonly places: Int32Array }[],
): ReadonlyMap<string, DataArray> {
  const changed = new Map(arrays);
  for (const { datum, places } of future) {
    const before = arrays.get(datum);
    const array = changed.get(datum);
    if (before === undefined || array === undefined) continue;
    const values = array === before ? before.values.slice() : array.values;
    for (const place of places) {
      const own = before.values[place];
      values[place] = before.values.find((value) => !Number.isNaN(value) && value !== own) ?? own;
    }
    changed.set(datum, { ...array, values });
  }
  return changed;
}
