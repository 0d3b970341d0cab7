import type { Context } from './context.ts';

/** The labels of a dimension where they are names, not the positions 1, 2, 3…; null where they are those or not known. */
export function namedLabels(ctx: Context, dim: string): readonly string[] | null {
  const labels = ctx.table.labelsOf(dim);
  return labels === null || labels.every((label, i) => label === String(i + 1)) ? null : labels;
}
