/** Dates of data files as numbers. */

export const dateParts = ['days', 'year', 'month', 'weekday'] as const;

export type DatePart = (typeof dateParts)[number];

const MS_PER_DAY = 86_400_000;

/** ISO 8601: a day, perhaps with a time and its offset from UTC. */
const iso =
  /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s?(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?)?$/;

interface DayAndTime {
  /** Days since 1970-01-01, as written. */
  readonly day: number;
  /** Seconds since that day began, in UTC. */
  readonly seconds: number;
}

function read(text: string): DayAndTime | null {
  const [, year, , month, day, hour = '0', minute = '0', second = '0', sign, ahead = '0', minutes = '0'] =
    iso.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // February 30 would become March 1.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return null;
  const offset = (Number(ahead) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const seconds = Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second);
  return { day: date.getTime() / MS_PER_DAY, seconds };
}

/** Days since 1970-01-01 in UTC, with a fraction where there is a time; NaN where the text is no date. */
export function dayNumber(text: string): number {
  const found = read(text);
  return found === null ? Number.NaN : found.day + found.seconds / 86_400;
}

/**
 * A part of a date as written, whatever its offset from UTC; January and Monday are 1. NaN where the text is no date.
 *
 * @param since the day that is 0 of `days`, in days since 1970-01-01
 */
export function datePart(text: string, part: DatePart, since: number): number {
  if (part === 'days') return dayNumber(text) - since;
  const found = read(text);
  if (found === null) return Number.NaN;
  const date = new Date(found.day * MS_PER_DAY);
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
