/** How the stopping rule of `draws = enough` chose the number of draws. Plain JSON. */
import { MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';
import { listed } from './listed.ts';

export interface EnoughDraws {
  readonly stopped_by: StoppedBy;
  /** Kept draws per chain at each look; the last are those of the report. */
  readonly looks: readonly number[];
  /** Estimated draws per chain for enough effective draws; null where there are enough, or where it is unknown. */
  readonly needed: number | null;
  readonly max_draws: number;
}

export type StoppedBy =
  /** There are enough effective draws. */
  | 'effective-draws'
  | 'max-draws'
  /** The allowed number of looks is used up. */
  | 'looks'
  /** Far more draws are needed than `max_draws`. */
  | 'out-of-reach'
  | 'memory'
  | 'interrupted';

/** Draws per chain that nobody makes; such a number says that the chains do not move, or not to each other. */
const OUT_OF_REACH = 200_000;
const NOT_BY_DRAWS = 'more draws alone will not do: the first reason of the verdict says what will';

/** What stopped the run, in a line. */
export function enoughText({ stopped_by, looks, needed, max_draws }: EnoughDraws): string {
  const looked = `looked at after ${listed(looks)}`;
  const short =
    needed === null
      ? ''
      : needed > OUT_OF_REACH
        ? `; ${NOT_BY_DRAWS}`
        : `; about ${needed} per chain are needed`;
  switch (stopped_by) {
    case 'effective-draws':
      return `enough draws: at least ${MIN_ESS_PER_CHAIN} effective draws per chain, ${looked}`;
    case 'max-draws':
      return `not enough draws: stopped at max_draws = ${max_draws}, ${looked}${short}`;
    case 'looks':
      return `not enough draws: stopped after ${looks.length - 1} extensions, ${looked}${short}`;
    case 'out-of-reach':
      return `not enough draws: stopped since max_draws = ${max_draws} would not come near, ${looked}${needed === null ? `; ${NOT_BY_DRAWS}` : short}`;
    case 'memory':
      return `not enough draws: stopped since more do not fit in memory, ${looked}${short}`;
    case 'interrupted':
      return `interrupted before the draws were enough: draws = enough was to go to ${looks[looks.length - 1]} and look`;
  }
}
