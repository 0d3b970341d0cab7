/**
 * Arguments of a walk that are one number for each of its elements, such as its drift: which they are is known once
 * the distribution meets what it is of. There the distribution becomes the one whose arguments are vectors.
 */
import { whichReading } from '../../../../grammar/checks/ambiguous-axis.ts';
import { byElement, mayBeByElement } from '../../../../grammar/distributions/by-element.ts';
import { readingOf } from '../../../../grammar/shapes/own-axis.ts';
import { type Axis, align, axisText, shapeText } from '../axes.ts';
import type { Context } from '../context.ts';
import { type ArrayValue, arrayValue, type DistributionValue, type PlainDistribution } from '../value.ts';

/** @param axes those of what the distribution is of; the last is that of its elements. */
export function givenByElement(
  ctx: Context,
  dist: DistributionValue,
  axes: readonly Axis[],
): DistributionValue {
  switch (dist.form) {
    case 'plain':
      return dist.entry.byElement === undefined || axes.length === 0 ? dist : ofVectors(ctx, dist, axes);
    case 'mixture': {
      const components = dist.components.map((component) => givenByElement(ctx, component, axes));
      return components.every((component, i) => component === dist.components[i])
        ? dist
        : { ...dist, components };
    }
    // They are of numbers.
    case 'truncated':
    case 'censored':
      return dist;
  }
}

function ofVectors(ctx: Context, dist: PlainDistribution, axes: readonly Axis[]): PlainDistribution {
  const vectors = axes.slice(0, -1);
  const elements = axes[axes.length - 1];
  const along = new Map<string, number>();
  for (const [name, value] of dist.args) {
    if (value.kind !== 'array' || !mayBeByElement(dist.entry, name)) continue;
    const reading = readingOf({ argument: value.dims, vectors, elements }, fits);
    if (reading.kind === 'elements') along.set(name, reading.axis);
    if (reading.kind !== 'both') continue;
    const span = dist.given?.get(name)?.span ?? dist.span;
    const { code, message } = whichReading({
      span,
      name,
      type: shapeText(value.dims),
      target: 'what it is of',
      vectors: vectors.map(axisText),
      elements: axisText(elements),
    });
    ctx.fail(code, message, span);
  }
  if (along.size === 0) return dist;
  const args = new Map(dist.args);
  for (const [name, value] of dist.args) {
    if (value.kind !== 'array' || !mayBeByElement(dist.entry, name)) continue;
    args.set(name, vectorOf(ctx, value, along.get(name) ?? null, elements));
  }
  return { ...dist, entry: byElement(dist.entry), args };
}

function fits(from: readonly Axis[], to: readonly Axis[]): boolean {
  const aligned = align([to, from]);
  return !('kind' in aligned) && aligned.dims.length === to.length;
}

/** The axis of the elements last; without one the same number for all of them. */
function vectorOf(ctx: Context, value: ArrayValue, axis: number | null, elements: Axis): ArrayValue {
  const { element } = value;
  if (axis === null)
    return arrayValue(ctx.pool, [...value.dims, elements], (at) => value.at(at.slice(0, -1)), { element });
  const rest = value.dims.filter((_, i) => i !== axis);
  if (axis === rest.length) return value;
  return arrayValue(
    ctx.pool,
    [...rest, elements],
    (at) => value.at(at.slice(0, -1).toSpliced(axis, 0, at[at.length - 1])),
    {
      element,
    },
  );
}
