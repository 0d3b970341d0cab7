/** Values of parameters as unconstrained coordinates. */
import type { IrProgram, Quantity } from '../../grammar/ir.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { ModelInstance } from '../compile/model-instance.ts';
import { boundedInverses, transformOfSuffix } from '../compile/transforms/inverse.ts';
import { boundsOfSuffix, orderedInverses } from '../compile/transforms/ordered-within.ts';

/** A parameter with its slice of the unconstrained vector, and of the outputs. */
interface Place {
  readonly quantity: Quantity;
  readonly suffix: string;
  readonly offset: number;
  readonly freeSize: number;
  readonly output: number;
  readonly size: number;
}

/** The slices follow the order of declarations. */
export function placesOf({ arrays, quantities }: IrProgram): readonly Place[] {
  const free = arrays.filter(({ role }) => role === 'unconstrained');
  let output = 0;
  let at = 0;
  return quantities.flatMap((quantity): Place[] => {
    const size = sizeOf(quantity.shape);
    const first = output;
    output += size;
    if (quantity.kind !== 'param') return [];
    const { name, shape, offset = 0 } = free[at];
    at++;
    const suffix = name.slice(quantity.name.length).replace(/^__/, '');
    return [{ quantity, suffix, offset, freeSize: sizeOf(shape), output: first, size }];
  });
}

/** An unconstrained value so large that the constrained value equals its bound. */
const FAR = 800;
/** Relative tolerance: values read from text have few digits. */
const CLOSE = 1e-6;

/** Writes the values into the position; returns the one outside its support, in words, or null. */
export function place(
  instance: ModelInstance,
  { names }: CompiledModel,
  position: Float64Array,
  given: readonly Place[],
  values: Readonly<Record<string, readonly number[]>>,
): { readonly parameter: string; readonly message: string } | null {
  const outputs = new Float64Array(names.length);
  for (const { quantity, suffix, offset, freeSize, output, size } of given) {
    const value = Float64Array.from(values[quantity.name]);
    const slice = position.subarray(offset, offset + freeSize);
    const inverse = boundedInverses.get(suffix);
    let bounds: readonly Float64Array[] = [];
    const ordered = orderedInverses.get(suffix);
    if (inverse !== undefined || ordered !== undefined) {
      // Bounds may depend on earlier parameters, whose values are already set.
      bounds = [-FAR, FAR].map((far) => {
        slice.fill(far);
        instance.constrainParams(position, outputs);
        return outputs.slice(output, output + size);
      });
    }
    if (inverse !== undefined) {
      const [near, end] = bounds;
      for (let i = 0; i < size; i++) {
        const limits = suffix === 'upper' ? { upper: near[i] } : { lower: near[i], upper: end[i] };
        slice[i] = inverse(value[i], limits);
      }
    } else {
      const transform = ordered ?? transformOfSuffix(suffix);
      const shape = quantity.shape.slice(quantity.shape.length - transform.eventDims);
      const [eventSize, freeOfEvent] = [sizeOf(shape), sizeOf(transform.freeShape(shape))];
      for (let event = 0; event * eventSize < size; event++) {
        const part = value.subarray(event * eventSize, (event + 1) * eventSize);
        const [near = [], end = []] = bounds;
        const limits =
          ordered === undefined
            ? undefined
            : boundsOfSuffix(suffix, near[event * eventSize], end[event * eventSize]);
        slice.set(transform.unconstrain(part, shape, limits), event * freeOfEvent);
      }
    }
    instance.constrainParams(position, outputs);
    for (let i = 0; i < size; i++) {
      const isFree = inverse === undefined ? slice.every(Number.isFinite) : Number.isFinite(slice[i]);
      const distance = Math.abs(outputs[output + i] - value[i]);
      if (isFree && distance <= CLOSE * Math.max(1, Math.abs(value[i]))) continue;
      const expected = expectedOf(
        suffix,
        bounds.map((bound) => bound[i]),
      );
      const found = inverse === undefined ? `[${[...value].join(', ')}]` : String(value[i]);
      const name = inverse === undefined ? quantity.name : names[output + i];
      return { parameter: quantity.name, message: `\`${name}\`: expected ${expected}, found ${found}` };
    }
  }
  return null;
}

function expectedOf(suffix: string, [near, end]: readonly number[]): string {
  switch (suffix) {
    case 'log':
      return `a number above ${near}`;
    case 'upper':
      return `a number below ${near}`;
    case 'interval':
      return `a number between ${near} and ${end}`;
    case 'simplex':
      return 'numbers above 0 that sum to 1';
    case 'ordered':
      return 'numbers that ascend';
    case 'positive_ordered':
      return 'numbers above 0 that ascend';
    case 'ordered_above':
      return `numbers above ${near} that ascend`;
    case 'ordered_below':
      return `numbers below ${near} that ascend`;
    case 'ordered_between':
      return `numbers between ${near} and ${end} that ascend`;
    case 'unit':
      return 'a vector of length 1';
    case 'sum_to_zero':
      return 'numbers that sum to 0';
    case 'cholesky':
      return 'the Cholesky factor of a correlation matrix';
    case 'corr':
      return 'a correlation matrix';
    case 'cov':
      return 'a covariance matrix';
    default:
      if (suffix.startsWith('sum_to_zero_over')) return 'numbers that sum to 0 along each axis of `over`';
      return 'finite numbers';
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
