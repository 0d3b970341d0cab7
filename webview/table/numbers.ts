/** Numbers as the command line prints them, and counts. */
export {
  atLeastText,
  atMostText,
  durationText,
  errorText,
  essText,
  rHatText,
  statText,
} from '../../sampler/stats/number-text.ts';

/** 12,345 with a narrow gap, which no locale reads as a decimal point. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}
