/** Dates of data files as numbers. */

export const dateParts = ['days', 'year', 'month', 'weekday'] as const;

export type DatePart = (typeof dateParts)[number];

const MS_PER_DAY = 86_400_000;

/** ISO 8601: a day, perhaps with a time and its offset from UTC. */
const iso =
  /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s?(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?)?$/;

/** Days since 1970-01-01 in UTC, with a fraction where there is a time; NaN where the text is no date. */
export function dayNumber(text: string): number {
  const [, year, , month, day, hour = '0', minute = '0', second = '0', sign, ahead = '0', minutes = '0'] =
    iso.exec(text.trim()) ?? [];
  if (year === undefined) return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // February 30 would become March 1.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return Number.NaN;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return Number.NaN;
  const offset = (Number(ahead) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const seconds = Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second);
  return date.getTime() / MS_PER_DAY + seconds / 86_400;
}

/**
 * A part of a date in UTC, where a time has an offset from it; January and Monday are 1. NaN where the text is no date.
 *
 * @param since the day that is 0 of `days`, in days since 1970-01-01
 */
export function datePart(text: string, part: DatePart, since: number): number {
  const days = dayNumber(text);
  if (part === 'days') return days - since;
  const date = new Date(Math.floor(days) * MS_PER_DAY);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'weekday':
      return ((date.getUTCDay() + 6) % 7) + 1;
  }
}

/** Why a text is no date, and what to write; empty where it is obvious. */
export function dateAdvice(text: string): string {
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(text.trim()))
    return ': day and month could be either; write the year first';
  if (/^\d{4}[-/]?\d{2}[-/]?\d{2}/.test(text.trim())) return ': there is no such day or time';
  return '';
}
