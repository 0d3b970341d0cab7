/** Draws of a parameter from its prior, under its declared constraint. */

import type { ForwardParam, ForwardPrior } from '../compile/compile-forward.ts';
import type { OutputDistribution } from '../compile/compiled-model.ts';
import { createDrawer, type Drawer, type Read } from '../compile/draw-distribution.ts';
import { sizeOf } from '../compile/passes/pass-program.ts';
import { alongAxis } from '../compile/transforms/sum-to-zero.ts';
import type { Rng } from '../distributions/distribution-sampler.ts';
import { entryOf } from '../distributions/of-distribution.ts';
import { centre } from '../distributions/zero-sum-normal.ts';

export type ParamDrawable =
  | {
      readonly kind: 'ok';
      /** Elements of the parameter that are drawn together, consecutive. */
      readonly block: number;
      /** Draws one block into `out`, of that length; NaN where the arguments allow none. */
      readonly drawBlock: (block: number, rng: Rng, out: Float64Array) => void;
      /** See `Drawable`; per position of the prior. */
      readonly width?: (position: number) => number;
    }
  | { readonly kind: 'problem'; readonly message: string };

export function createParamDrawer(param: ForwardParam, prior: ForwardPrior, read: Read): ParamDrawable {
  const count = sizeOf(prior.shape);
  const event = count === 0 ? 1 : param.size / count;
  const made = createDrawer(prior.distribution, count, read);
  if (made.kind === 'problem' && !(prior.constraint === 'unit_vector' && isFlat(prior.distribution)))
    return made;
  const { constraint } = prior;
  const own = made.kind === 'ok' ? made : null;
  const width = own?.width === undefined ? {} : { width: own.width };
  if (prior.zeroSumAxes !== undefined && own !== null)
    return {
      kind: 'ok',
      ...sumToZeroAlong(own.drawer, param.shape, prior.zeroSumAxes),
    };
  if (own !== null && (constraint === null || holds(prior.distribution, constraint))) {
    return { kind: 'ok', block: event, drawBlock: own.drawer, ...width };
  }
  const length = param.shape.at(-1) ?? 1;
  const elements = own === null ? null : own.drawer;
  const alike = sameArguments(prior.distribution, length, read);
  const refuse = (why: string): ParamDrawable => ({
    kind: 'problem',
    message: `\`${param.name}\` is ${constraint} under a prior that does not imply it, ${why}; use a prior whose draws are ${constraint}`,
  });
  if (event !== 1) return refuse('so it has no direct draws');
  switch (constraint) {
    case 'ordered':
    case 'positive_ordered':
      if (elements === null) break;
      return {
        kind: 'ok',
        block: length,
        drawBlock: ordered(elements, length, alike, constraint === 'positive_ordered'),
        ...width,
      };
    case 'sum_to_zero':
      if (elements === null || nameOf(prior.distribution) !== 'Normal') break;
      return { kind: 'ok', block: length, drawBlock: sumToZero(prior.distribution, elements, length, read) };
    case 'unit_vector': {
      const even = centred(prior.distribution, length, alike, read);
      if (even === null) break;
      return {
        kind: 'ok',
        block: length,
        drawBlock: (block, rng, out) => (even(block) ? direction(rng, out) : void out.fill(Number.NaN)),
      };
    }
    default:
      break;
  }
  return refuse('so it has no direct draws');
}

/** Whether the draws of the distribution satisfy the constraint by themselves. */
function holds(d: OutputDistribution, constraint: string): boolean {
  const kind = d.kind === 'plain' ? entryOf(d)?.support.kind : undefined;
  switch (kind) {
    case 'simplex':
      return constraint === 'simplex';
    case 'sumToZero':
      return constraint === 'sum_to_zero';
    case 'choleskyCorr':
      return constraint === 'cholesky_corr';
    case 'corr':
      return constraint === 'corr';
    case 'cov':
      return constraint === 'cov';
    default:
      return false;
  }
}

function nameOf(d: OutputDistribution): string | null {
  return d.kind === 'plain' ? d.name : null;
}

function isFlat(d: OutputDistribution): boolean {
  return nameOf(d) === 'Flat';
}

/** For a unit vector: only normals around zero with a common scale have a uniform direction. */
function centred(
  d: OutputDistribution,
  length: number,
  alike: (block: number) => boolean,
  read: Read,
): ((block: number) => boolean) | null {
  if (d.kind !== 'plain') return null;
  if (d.name === 'Flat') return () => true;
  if (d.name !== 'Normal') return null;
  const mu = read(d.args.mu);
  return (block) => mu[block * length] === 0 && alike(block);
}

/** Whether all elements of a block have the same arguments, at run time. */
function sameArguments(d: OutputDistribution, length: number, read: Read): (block: number) => boolean {
  if (d.kind === 'mixture') return () => false;
  if (d.kind === 'plain') {
    const arrays = Object.values(d.args).map(read);
    return (block) => arrays.every((values) => constantIn(values, block, length));
  }
  const bounds = [d.lower, d.upper].flatMap((place) => (place === undefined ? [] : [read(place)]));
  const base = sameArguments(d.base, length, read);
  return (block) => bounds.every((values) => constantIn(values, block, length)) && base(block);
}

function constantIn(values: Float64Array, block: number, length: number): boolean {
  const first = block * length;
  for (let i = 1; i < length; i++) if (values[first + i] !== values[first]) return false;
  return true;
}

/** Joint draws that are not in order before it counts as impossible. */
const MOST_TRIES = 100_000;

/**
 * Independent draws given that they are in order: where they are alike, sorted; else drawn until they are.
 */
function ordered(
  draw: Drawer,
  length: number,
  alike: (block: number) => boolean,
  positive: boolean,
): (block: number, rng: Rng, out: Float64Array) => void {
  const one = new Float64Array(1);
  const element = (position: number, rng: Rng): number => {
    for (let i = 0; i < MOST_TRIES; i++) {
      draw(position, rng, one);
      if (!positive || !(one[0] <= 0)) return one[0];
    }
    return Number.NaN;
  };
  return (block, rng, out) => {
    const sorts = alike(block);
    for (let i = 0; i < (sorts ? 1 : MOST_TRIES); i++) {
      for (let k = 0; k < length; k++) out[k] = element(block * length + k, rng);
      if (sorts) out.sort();
      if (sorts || out.every((x, k) => k === 0 || !(x <= out[k - 1]))) return;
    }
    out.fill(Number.NaN);
  };
}

/** Independent normals given that their sum is zero: each is shifted by its share of the variance. */
function sumToZero(
  d: OutputDistribution,
  draw: Drawer,
  length: number,
  read: Read,
): (block: number, rng: Rng, out: Float64Array) => void {
  const sigma = d.kind === 'plain' ? read(d.args.sigma) : new Float64Array();
  const one = new Float64Array(1);
  return (block, rng, out) => {
    const first = block * length;
    let sum = 0;
    let variance = 0;
    for (let k = 0; k < length; k++) {
      draw(first + k, rng, one);
      out[k] = one[0];
      sum += one[0];
      variance += sigma[first + k] ** 2;
    }
    for (let k = 0; k < length; k++) out[k] -= (sum * sigma[first + k] ** 2) / variance;
  };
}

/** Independent normals of one scale given that they sum to zero along these axes: their means are taken off. */
function sumToZeroAlong(
  draw: Drawer,
  shape: readonly number[],
  axes: readonly number[],
): Pick<Extract<ParamDrawable, { kind: 'ok' }>, 'block' | 'drawBlock'> {
  const one = new Float64Array(1);
  const first = Math.min(...axes);
  const event = shape.slice(first);
  const length = sizeOf(event);
  return {
    block: length,
    drawBlock: (block, rng, out) => {
      for (let k = 0; k < length; k++) {
        draw(block * length + k, rng, one);
        out[k] = one[0];
      }
      for (const axis of axes) out.set(alongAxis(out, event, axis - first, meanTakenOff));
    },
  };
}

function meanTakenOff(line: Float64Array): Float64Array {
  centre(line);
  return line;
}

/** A uniform point of the unit sphere: a standard normal vector divided by its length. */
function direction(rng: Rng, out: Float64Array): void {
  let square = 0;
  for (let k = 0; k < out.length; k++) {
    out[k] = rng.normal();
    square += out[k] ** 2;
  }
  const norm = Math.sqrt(square);
  for (let k = 0; k < out.length; k++) out[k] /= norm;
}
