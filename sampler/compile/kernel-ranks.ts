/** How many axes an input of a kernel has of its own, behind those of a batch. */
import type { KernelFn } from '../../grammar/ir.ts';
import { KALMAN_RANKS } from './kalman-layout.ts';

/** A right-hand side has as many axes as the solution; factors and matrices have two. */
export function ownRankOf(fn: KernelFn, input: number, outputRank: number): number {
  if (fn === 'kalman') return KALMAN_RANKS[input];
  return input === 1 ? outputRank : 2;
}
