/** Type of the log density of one event, which modifiers such as truncation receive as an argument to avoid a cycle. */
import type { Span } from '../../../../grammar/span.ts';
import type { Context } from '../context.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';

export interface DensityOptions {
  /** Gives minus infinity outside the support; not needed where a transform or a check ensures it. */
  readonly guarded: boolean;
  readonly span: Span;
}

export type EventDensity = (
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  options: DensityOptions,
) => ArrayValue;
