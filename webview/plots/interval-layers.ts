/** Mean as a point, median as a tick and 94 % interval as a rule, of rows with `mean`, `q3`, `q50` and `q97`. */
import type { PlotTheme } from '../theme.ts';

export function intervalLayers<X extends object, Y>(x: X, y: Y, theme: PlotTheme) {
  return [
    intervalRule(x, y, theme),
    {
      mark: { type: 'tick' as const, thickness: 2, size: 11, color: theme.accent },
      encoding: { y, x: { ...x, field: 'q50' } },
    },
    meanPoint(x, y, theme),
  ];
}

export function intervalRule<X extends object, Y>(x: X, y: Y, theme: PlotTheme) {
  return {
    mark: { type: 'rule' as const, strokeWidth: 2, color: theme.accent },
    encoding: { y, x: { ...x, field: 'q3' }, x2: { field: 'q97' } },
  };
}

export function meanPoint<X extends object, Y>(x: X, y: Y, theme: PlotTheme) {
  return {
    mark: {
      type: 'point' as const,
      filled: true,
      size: 42,
      opacity: 1,
      color: theme.accent,
      stroke: theme.background,
      strokeWidth: 1,
    },
    encoding: { y, x: { ...x, field: 'mean' } },
  };
}

/** Of rows with `mean`, `low` and `high`, those of one `y` beside each other. */
export function besideLayers<X extends object, Rest extends object>(x: X, encoding: Rest, theme: PlotTheme) {
  return [
    {
      mark: { type: 'rule' as const, strokeWidth: 3, strokeCap: 'butt' as const },
      encoding: { ...encoding, x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
    {
      mark: {
        type: 'point' as const,
        filled: true,
        size: 40,
        opacity: 1,
        stroke: theme.background,
        strokeWidth: 1,
      },
      encoding: { ...encoding, x: { ...x, field: 'mean' } },
    },
  ];
}

/** A line at zero, of no effect. */
export function zeroLine(theme: PlotTheme) {
  return {
    data: { values: [{}] },
    mark: { type: 'rule' as const, color: theme.muted, strokeDash: [3, 3] },
    encoding: { x: { datum: 0 } },
  };
}
