/** A data set drawn from a model at fixed values of its parameters. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { compile } from '../compile/compile.ts';
import type { ForwardParam } from '../compile/compile-forward.ts';
import { instantiate } from '../compile/instantiate.ts';
import { lower } from '../compile/lower/lower.ts';
import { place, placesOf } from '../model/place-values.ts';
import { createRandom } from '../random.ts';
import { resolveStart, type WrittenEntry } from '../run/start-values.ts';
import { datumViews } from './datum-views.ts';
import { ownBoundNames } from './observed-data.ts';
import { openPrior } from './prior-predictive.ts';

export interface Simulated {
  /** The outcomes drawn, all else as loaded; in the order of the model. */
  readonly arrays: ReadonlyMap<string, DataArray>;
  /** Names of the outcomes. */
  readonly outcomes: readonly string[];
  /** The value of each parameter, row-major, those that were drawn among them. */
  readonly parameters: ReadonlyMap<string, ForwardParam & { readonly values: Float64Array }>;
  /** Parameters that were not given, so drawn from their priors given the others. */
  readonly drawn: readonly string[];
}

type SimulateResult =
  | { readonly kind: 'ok'; readonly simulated: Simulated }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface At {
  /** Source of the values, for messages. */
  readonly from: string;
  readonly values: readonly WrittenEntry[];
  readonly seed: number;
}

/** For a model without errors. */
export async function simulate(
  program: Program,
  data: LoadedData,
  { from, values, seed }: At,
): Promise<SimulateResult> {
  const names = new Set(values.map(({ name }) => name));
  const opened = await openPrior(program, data, names);
  if (opened.kind === 'invalid') return opened;
  const { forward, circular } = opened;
  const circle = (names: ReadonlySet<string>) =>
    ({ kind: 'problem', message: circleText(names, ownBoundNames(program)) }) as const;
  if (circular !== undefined) return circle(circular);
  const params = forward.model.params.filter(({ name, kind }) => kind === 'param' && !data.arrays.has(name));
  // What is computed from parameters has no array of its own among them.
  const resolved = resolveStart(
    { from, values: [values] },
    params.map((param) => ({ ...param, array: 0 })),
  );
  if (resolved.kind === 'problem') return resolved;
  const [flat] = resolved.start.values;
  const outside = outsideOf(program, data, flat);
  if (outside !== null) return { kind: 'problem', message: `${from}: ${outside}` };
  const given = new Uint8Array(forward.params.length);
  const set = () => {
    for (const { name, offset, size } of params) {
      if (flat[name] === undefined) continue;
      forward.params.set(flat[name], offset);
      given.fill(1, offset, offset + size);
    }
  };
  set();
  const rng = createRandom(seed);
  forward.drawParams(rng, given);
  forward.drawRest(rng, given);
  // What is known only at these values: a coefficient of 0 makes no circle.
  if (forward.circular.size > 0) return circle(forward.circular);
  const arrays = new Map(data.arrays);
  const views = datumViews(forward, data);
  for (const view of views) {
    view.update();
    const before = data.arrays.get(view.name);
    if (before === undefined) continue;
    const drawn = before.values.slice();
    for (const [i, place] of view.places.entries()) drawn[place] = view.predicted[i];
    const lost = view.predicted.findIndex(Number.isNaN);
    if (lost >= 0) {
      return {
        kind: 'problem',
        message: `\`${view.elements[lost]}\` cannot be drawn at these values: an argument of its distribution is outside of its domain`,
      };
    }
    arrays.set(view.name, { ...before, values: drawn });
  }
  return {
    kind: 'ok',
    simulated: {
      arrays,
      outcomes: views.map(({ name }) => name).filter((name) => data.arrays.has(name)),
      parameters: new Map(
        params.map((param) => {
          const { name, offset, size } = param;
          return [name, { ...param, values: forward.params.slice(offset, offset + size) }];
        }),
      ),
      drawn: params.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    },
  };
}

/** Drawn given what was observed, they would not be data of the model at these values. */
function circleText(circular: ReadonlySet<string>, ownBounds: ReadonlySet<string>): string {
  const names = [...circular].map((name) => `\`${name}\``).join(' and ');
  return [...circular].some((name) => ownBounds.has(name))
    ? `values of ${names} cannot be simulated, since some are censored at their own observed values, whatever is drawn: say that no row is censored, or state the bounds in a datum of their own, as in \`Censored(Normal(mu, sigma), upper = limit)\``
    : `values of ${names} cannot be simulated one after another: they depend on each other in a circle`;
}

/** The value that is outside of its parameter's support, in words. */
function outsideOf(
  program: Program,
  data: LoadedData,
  values: Readonly<Record<string, readonly number[]>>,
): string | null {
  const { ir } = lower(program, data);
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const given = placesOf(ir).filter(({ quantity }) => Object.hasOwn(values, quantity.name));
  return place(instance, model, new Float64Array(ir.dimension), given, values)?.message ?? null;
}
