/** Labels as times. */

const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;

/** Numbers, or months and days as numbers; null where any label is neither. */
export function timesOf(labels: readonly string[]): readonly number[] | null {
  const times = labels.map((label) => {
    const date = DATE.exec(label);
    if (date !== null) return Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3] ?? 1));
    return label.trim() === '' ? Number.NaN : Number(label);
  });
  const dates = labels.filter((label) => DATE.test(label)).length;
  if (dates > 0 && dates < labels.length) return null;
  return times.every(Number.isFinite) ? times : null;
}

export function increasing(times: readonly number[]): boolean {
  return times.every((time, i) => i === 0 || time > times[i - 1]);
}
