/**
 * Numbers as ArviZ rounds them: no digit that the Monte Carlo error makes meaningless. The terminal, the
 * editor, the results page and the HTML report all write them by these functions.
 */
import { MAX_R_HAT, MIN_E_BFMI } from './diagnostic-limits.ts';

/** Accepts null, which JSON has for non-finite numbers. */
type NumberOrNull = number | null;

/** As many decimals as twice the standard error supports. */
export function statText(value: NumberOrNull, mcse: NumberOrNull): string {
  if (value === null || Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (!isFiniteNumber(mcse) || mcse <= 0) return plainText(value);
  const decimals = -Math.floor(Math.log10(2 * mcse));
  if (Math.abs(value) >= 1e7 || decimals > 8) {
    const digits = Math.floor(Math.log10(Math.max(Math.abs(value), mcse))) + decimals;
    return value.toExponential(Math.max(1, Math.min(10, digits)));
  }
  return withoutMinusZero(value.toFixed(Math.max(0, decimals)));
}

/** Two significant digits: enough of a standard error. */
export function errorText(value: NumberOrNull): string {
  if (!isFiniteNumber(value)) return 'nan';
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) return value.toExponential(1);
  return value === 0 ? '0' : value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** Effective draws, rounded down so that too few never look like enough. */
export function essText(value: NumberOrNull): string {
  return isFiniteNumber(value) ? String(Math.floor(value)) : 'nan';
}

/** Two decimals, or more if rounding would hide that the limit is exceeded: 1.0104 is not 1.01. */
export function rHatText(value: NumberOrNull): string {
  return atMostText(value, MAX_R_HAT, 2);
}

/** Like R-hat: 0.2996 is not 0.30. */
export function eBfmiText(value: NumberOrNull): string {
  return atLeastText(value, MIN_E_BFMI, 2);
}

/** A value that should be at most a limit: no rounding hides that it is above. */
export function atMostText(value: NumberOrNull, limit: number, decimals: number): string {
  return besideLimit(value, decimals, (x) => x <= limit);
}

/** A value that should be at least a limit: no rounding hides that it is below. */
export function atLeastText(value: NumberOrNull, limit: number, decimals: number): string {
  return besideLimit(value, decimals, (x) => x >= limit);
}

/** With this many decimals, or more if the rounded text would be on the other side of the limit. */
function besideLimit(value: NumberOrNull, least: number, passes: (x: number) => boolean): string {
  if (value === null || Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  for (let decimals = least; decimals < 15; decimals++) {
    const text = value.toFixed(decimals);
    if (passes(value) === passes(Number(text))) return text;
  }
  return String(value);
}

/** 12 345 with a narrow space, which is not a decimal separator in any locale. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** Milliseconds in the unit that reads best. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function isFiniteNumber(value: NumberOrNull): value is number {
  return Number.isFinite(value);
}

function plainText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function withoutMinusZero(text: string): string {
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text;
}
