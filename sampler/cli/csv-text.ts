/** Values as fields of a CSV file (RFC 4180) that R, pandas and spreadsheets read alike. */

/** Quoted only where it must be. */
export function csvText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The shortest digits that read back as the same number; a missing number (null, NaN) is empty. */
export function csvNumber(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  return String(value);
}
