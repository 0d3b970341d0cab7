/**
 * Decimal numbers read from bytes, with the double that `Number` gives for their text. A number is an integer w times a
 * power of ten. Up to 15 digits of w are a double, and the result is right after one rounding (W. D. Clinger, How to
 * read floating point numbers accurately, 1990); up to 19 digits are two doubles, and the error of the quotient
 * is known from exact products (T. J. Dekker, 1971). Others are left to `Number`.
 */

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const LOWER_E = 101;
const UPPER_E = 69;

/** Digits of an integer that is surely a double, and of the longest one read here. */
const FIRST_DIGITS = 15;
const MOST_DIGITS = 19;
/** A larger exponent is beyond every double. */
const LARGEST_EXPONENT = 100_000;

/** `10^22` is the last power of ten that is a double. */
const LARGEST_POWER = 22;
const powers = Float64Array.from({ length: LARGEST_POWER + 1 }, (_, k) => Number(`1e${k}`));
/** `x` as `high + low` of 26 bits each, so that products of such parts are exact. */
const SPLITTER = 2 ** 27 + 1;
const highPart = (x: number): number => SPLITTER * x - (SPLITTER * x - x);
const highs = powers.map(highPart);
const lows = powers.map((p, k) => p - highs[k]);

/** More than the error of a correction, far less than what it decides. */
const ABOVE = 1 + 2 ** -40;
const BELOW = 1 - 2 ** -40;

interface DecimalReader {
  /** The number that begins at `from`; NaN where none does, or it is too large for a double. */
  read(bytes: Uint8Array, from: number, end: number): number;
  /** After `read`: the first byte behind the number. */
  stop: number;
  /** After `read`: whether it has neither a point nor an exponent. */
  isWhole: boolean;
}

export function createDecimalReader(): DecimalReader {
  const reader: DecimalReader = { read, stop: 0, isWhole: true };
  return reader;

  function read(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    let byte = at < end ? bytes[at] : 0;
    const isNegative = byte === MINUS;
    if (isNegative || byte === PLUS) byte = ++at < end ? bytes[at] : 0;
    let head = 0;
    let tail = 0;
    /** From the first that is not zero. */
    let digits = 0;
    let written = 0;
    let places = 0;
    let hasPoint = false;
    for (;;) {
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        written++;
        if (hasPoint) places++;
        if (digits < FIRST_DIGITS) {
          head = 10 * head + digit;
          if (head !== 0) digits++;
        } else {
          if (digits < MOST_DIGITS) tail = 10 * tail + digit;
          digits++;
        }
      } else if (byte === POINT && !hasPoint) hasPoint = true;
      else break;
      byte = ++at < end ? bytes[at] : 0;
    }
    reader.stop = at;
    reader.isWhole = !hasPoint;
    if (written === 0) return Number.NaN;
    let power = -places;
    if (byte === LOWER_E || byte === UPPER_E) {
      const exponent = readExponent(bytes, at + 1, end);
      if (Number.isNaN(exponent)) return Number.NaN;
      reader.isWhole = false;
      power += exponent;
    }
    const size =
      digits <= FIRST_DIGITS
        ? scaled(head, power)
        : digits <= MOST_DIGITS && power <= 0 && power >= -LARGEST_POWER
          ? quotient(head, tail, digits - FIRST_DIGITS, -power)
          : Number.NaN;
    if (!Number.isNaN(size)) return isNegative ? -size : size;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, reader.stop - from);
    const value = Number(text.toString('latin1'));
    return Number.isFinite(value) ? value : Number.NaN;
  }

  /** NaN where no digit follows; moves `stop` behind the exponent. */
  function readExponent(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    const sign = at < end ? bytes[at] : 0;
    if (sign === MINUS || sign === PLUS) at++;
    const first = at;
    let exponent = 0;
    for (; at < end && bytes[at] >= ZERO && bytes[at] <= ZERO + 9; at++)
      exponent = Math.min(10 * exponent + bytes[at] - ZERO, LARGEST_EXPONENT);
    reader.stop = at;
    if (at === first) return Number.NaN;
    return sign === MINUS ? -exponent : exponent;
  }
}

/** `w * 10^power`, rounded once; NaN where one of the two is not a double. */
function scaled(w: number, power: number): number {
  if (power === 0 || w === 0) return w;
  if (power < 0) return power >= -LARGEST_POWER ? w / powers[-power] : Number.NaN;
  return power <= LARGEST_POWER ? w * powers[power] : Number.NaN;
}

/** `(head * 10^tailDigits + tail) / 10^power`; NaN where the rounding is too close to call. */
function quotient(head: number, tail: number, tailDigits: number, power: number): number {
  const shift = powers[tailDigits];
  const product = head * shift;
  const headHigh = highPart(head);
  const productError = headHigh * shift - product + (head - headHigh) * shift;
  // Dividend w = high + low, exactly.
  const high = product + tail;
  const low = productError + (tail - (high - product));
  if (power === 0) return high + low;
  const divisor = powers[power];
  const first = high / divisor;
  const back = first * divisor;
  const firstHigh = highPart(first);
  const firstLow = first - firstHigh;
  const backError =
    firstHigh * highs[power] -
    back +
    firstHigh * lows[power] +
    firstLow * highs[power] +
    firstLow * lows[power];
  const correction = (high - back + low - backError) / divisor;
  const most = first + correction * ABOVE;
  return most === first + correction * BELOW ? most : Number.NaN;
}
