/** Numbers in sentences, with three digits. */

export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(1).replace('e+', 'e');
  return size >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** `3%`, `0.4%`, never 0% or 100% where it is not. */
export function percentText(share: number): string {
  const percent = 100 * share;
  if (percent === 0 || percent === 100) return `${percent}%`;
  if (percent < 0.1) return 'less than 0.1%';
  if (percent > 99.5) return 'more than 99%';
  return percent < 1 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
}
