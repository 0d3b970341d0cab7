/** The log density of one event, as an argument: what restricts a distribution does not import what it restricts. */
import type { Span } from '../../../../grammar/span.ts';
import type { Context } from '../context.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';

export interface DensityOptions {
  /** Gives minus infinity outside the support; needless for what a transform or a check keeps inside. */
  readonly guarded: boolean;
  readonly span: Span;
}

export type EventDensity = (
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  options: DensityOptions,
) => ArrayValue;
