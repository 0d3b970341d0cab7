/** Unconstrained starting points of chains from given parameter values; other parameters start at jittered values. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { instantiate } from '../compile/instantiate.ts';
import { chainStart, findStart, type InitialPoint } from '../infer/initial-point.ts';
import { place, placesOf } from '../model/place-values.ts';
import { createRandom } from '../random.ts';
import type { StartValues } from '../report/sample-report.ts';

interface StartsTask {
  readonly ir: IrProgram;
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly chains: number;
  readonly start: StartValues;
}

type GivenStarts =
  | {
      readonly kind: 'found';
      readonly positions: readonly Float64Array[];
      readonly gradients: number;
      readonly elapsedMs: 0;
    }
  /** A value is outside its support, in words. */
  | { readonly kind: 'problem'; readonly message: string; readonly parameter: string }
  | Extract<InitialPoint, { kind: 'bad-start' }>;

export function givenStarts({ ir, model, module, seed, chains, start }: StartsTask): GivenStarts {
  const instance = instantiate(model, module);
  const { density } = instance;
  const parameters = placesOf(ir);
  const state = density.newState();
  const positions: Float64Array[] = [];
  let gradients = 0;
  for (let chain = 0; chain < chains; chain++) {
    const values = start.values[start.values.length === 1 ? 0 : chain] ?? {};
    const given = parameters.filter(({ quantity }) => Object.hasOwn(values, quantity.name));
    const isWhole = given.length === parameters.length;
    const { initRadius, initAttempts } = chainStart;
    const random = createRandom(seed, chain);
    let end: Extract<GivenStarts, { kind: 'problem' | 'bad-start' }> | null = null;
    let isFound = false;
    for (let attempt = 0; attempt < (isWhole ? 1 : initAttempts) && !isFound; attempt++) {
      const position = Float64Array.from(
        { length: density.dimension },
        () => initRadius * (2 * random.next() - 1),
      );
      const wrong = place(instance, model, position, given, values);
      if (wrong !== null) {
        const { parameter, message } = wrong;
        // Not final: bounds may depend on jittered parameters, and another jitter may fit.
        end = { kind: 'problem', message: `${start.from}: ${message}`, parameter };
        continue;
      }
      const point = findStart(
        density,
        state,
        random,
        { ...chainStart, initialPosition: position },
        instance.faultAt,
      );
      gradients += point.attempts;
      if (point.kind === 'bad-start') end = { ...point, attempts: attempt + 1 };
      else positions.push(position);
      isFound = point.kind === 'found';
    }
    if (!isFound && end !== null) return end;
  }
  return { kind: 'found', positions, gradients, elapsedMs: 0 };
}
