/** The vertical axis of a list of names: each name on a line of its own, in a column as wide as the longest. */
import type { PlotTheme } from '../theme.ts';

/** Pixels for the longest of the names, at most `most`. */
export function labelWidth(rows: readonly { readonly name: string }[], most: number): number {
  const longest = rows.reduce((length, { name }) => Math.max(length, name.length), 6);
  return Math.min(most, 24 + 7 * longest);
}

/** `field` of each datum is its name; the order is that of the data. */
export function nameAxis(field: string, width: number, theme: PlotTheme) {
  return {
    field,
    type: 'nominal' as const,
    sort: null,
    axis: {
      title: null,
      labelLimit: width - 8,
      minExtent: width,
      maxExtent: width,
      labelColor: theme.foreground,
      labelOverlap: false,
      grid: false,
    },
  };
}
