/** Data sets simulated from a model: parameters from the prior or given, and what is observed from the likelihood. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { elementNames } from '../compile/element-names.ts';
import type { CheckedModel } from '../model/check-model.ts';
import { type DatumView, datumViews } from '../predict/datum-views.ts';
import { problem } from '../predict/error-diagnostic.ts';
import { createForward, type Forward } from '../predict/forward-sampler.ts';
import { lowerReplicated } from '../predict/lower-replicated.ts';
import { jointDraws } from '../predict/prior-predictive.ts';
import { createRandom, type Random } from '../random.ts';
import { NOT_SIMULATED, whyNotSimulated } from './why-not-simulated.ts';

export interface Simulated {
  /** Values of the elements of all unknowns (but those of `draw` statements), by name. */
  readonly truth: ReadonlyMap<string, number>;
  readonly data: LoadedData;
}

/** Values of parameters by name, row-major. */
export type GivenValues = Readonly<Record<string, readonly number[]>>;

interface DataSimulator {
  /** Parameters that are not given come from their priors. @returns null where a value is not finite. */
  simulate(random: Random): Simulated | null;
}

type OpenSimulator =
  | { readonly kind: 'ok'; readonly simulator: DataSimulator }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Joint draws made at once where they have weights, of which one is taken. */
const WEIGHTED = 100;

/**
 * @param model without errors.
 * @param given values of parameters that are not drawn from their priors.
 */
export async function openSimulator(
  { program, data }: Pick<CheckedModel, 'program' | 'data'>,
  given?: GivenValues,
): Promise<OpenSimulator> {
  const refused = whyNotSimulated(program, given !== undefined);
  if (refused !== null) return { kind: 'invalid', diagnostics: [refused] };
  const { ir, diagnostics, drawn, keepsOutcomes } = lowerReplicated(program, data, {
    priors: true,
    series: true,
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  const made = createForward(
    compileForward(ir),
    data,
    ({ name }) => given === undefined || !Object.hasOwn(given, name),
    {
      start: drawn,
    },
  );
  if (made.kind === 'invalid') return made;
  const { forward } = made;
  const views = datumViews(forward, data);
  // Outcomes that depend on each other show at the first draw.
  const flags = given === undefined ? undefined : setGiven(forward, given);
  forward.drawParams(createRandom(0), flags);
  forward.drawRest(createRandom(0), flags);
  const unordered = views.find(({ name }) => forward.circular.has(name) || keepsOutcomes === true);
  if (unordered !== undefined) {
    const message = `values of \`${unordered.name}\` cannot be simulated one after another: ${keepsOutcomes === true ? 'the model needs observed values where it is built' : 'they depend on each other in a circle'}`;
    return { kind: 'invalid', diagnostics: [problem(NOT_SIMULATED, message, unordered.origin.span)] };
  }
  const unknowns = forward.model.params.flatMap((param) =>
    elementNames(param).map((name, i) => ({
      name: nameOfUnknown(name, data.arrays.get(param.name)?.values[i], param.name),
      at: param.offset + i,
      kind: param.kind,
    })),
  );
  const simulate = (random: Random): Simulated | null => {
    if (flags === undefined) drawJointly(forward, random);
    else forward.drawParams(random, flags);
    forward.drawRest(random, flags);
    for (const view of views) view.update();
    const areFinite = [forward.params, ...views.map(({ predicted }) => predicted)].every((values) =>
      values.every(Number.isFinite),
    );
    if (!areFinite) return null;
    const truth = new Map(
      unknowns.flatMap(({ name, at, kind }) =>
        kind === 'drawn' ? [] : [[name, forward.params[at]] as const],
      ),
    );
    return { truth, data: withSimulated(data, views) };
  };
  return { kind: 'ok', simulator: { simulate } };
}

/** A missing value of an outcome on which others depend is drawn in its place: `x[2]`, and is the unknown `x_missing[2]`. */
function nameOfUnknown(element: string, value: number | undefined, datum: string): string {
  return value !== undefined && Number.isNaN(value)
    ? `${datum}_missing${element.slice(datum.length)}`
    : element;
}

function drawJointly(forward: Forward, random: Random): void {
  if (!forward.isWeighted) {
    forward.drawParams(random);
    return;
  }
  const chosen = Math.floor(random.next() * WEIGHTED);
  let at = 0;
  for (const draw of jointDraws(forward, random, WEIGHTED)) if (at++ === chosen) draw();
}

/** Writes the values. @returns 1 for each element that has one. */
function setGiven(forward: Forward, given: GivenValues): Uint8Array {
  const flags = new Uint8Array(forward.params.length);
  for (const { name, offset, size } of forward.model.params) {
    const values = given[name];
    if (values === undefined) continue;
    forward.params.set(values, offset);
    flags.fill(1, offset, offset + size);
  }
  return flags;
}

/** Missing values stay missing. */
function withSimulated(data: LoadedData, views: readonly DatumView[]): LoadedData {
  const arrays = new Map<string, DataArray>(data.arrays);
  for (const { name, places, predicted, isObserved } of views) {
    const array = arrays.get(name);
    if (array === undefined) continue;
    const values = array.values.slice();
    for (const [k, place] of places.entries()) if (isObserved[k] === 1) values[place] = predicted[k];
    arrays.set(name, { ...array, values });
  }
  return { ...data, arrays };
}
