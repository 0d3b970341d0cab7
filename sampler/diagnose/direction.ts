/** On which side of zero a quantity lies, and how much of it is near zero (Makowski et al. 2019; Kruschke 2018). */

interface DirectionOfDraws {
  readonly p_direction: number;
  readonly direction: 'positive' | 'negative';
  readonly in_rope?: number;
}

/** Of the whole posterior, not of an interval of it; the limits of the region belong to it. Zeros are on neither side. */
export function directionOf(draws: Float64Array, rope: readonly [number, number] | null): DirectionOfDraws {
  const share = (is: (value: number) => boolean) =>
    draws.reduce((count, value) => count + Number(is(value)), 0) / draws.length;
  const above = share((value) => value > 0);
  const below = share((value) => value < 0);
  return {
    p_direction: Math.max(above, below),
    direction: above >= below ? 'positive' : 'negative',
    ...(rope === null ? {} : { in_rope: share((value) => value >= rope[0] && value <= rope[1]) }),
  };
}
