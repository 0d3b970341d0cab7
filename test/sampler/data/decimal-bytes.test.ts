/** Numbers read from bytes are those that `Number` gives, bit for bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecimalReader } from '../../../sampler/data/decimal-bytes.ts';

const reader = createDecimalReader();

function read(text: string): { value: number; stop: number; isWhole: boolean } {
  const bytes = Buffer.from(`>${text}<`);
  const value = reader.read(bytes, 1, bytes.length - 1);
  return { value, stop: reader.stop - 1, isWhole: reader.isWhole };
}

const digits = (max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });
const exponent = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.integer({ min: 0, max: 330 })).map((x) => x.join('')),
);
const sign = fc.constantFrom('', '-', '+');
const written = fc.oneof(
  fc.tuple(sign, digits(22), exponent).map((x) => x.join('')),
  fc.tuple(sign, digits(12), fc.constant('.'), digits(22), exponent).map((x) => x.join('')),
  fc.tuple(sign, fc.constant('.'), digits(30), exponent).map((x) => x.join('')),
  fc.tuple(sign, digits(19), fc.constant('.')).map((x) => x.join('')),
);
const finiteOrNaN = (text: string) => {
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
};

describe('a decimal', () => {
  test('has the value that Number gives', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(read(text)).toEqual({
          value: finiteOrNaN(text),
          stop: text.length,
          isWhole: !/[.eE]/.test(text),
        });
      }),
      { seed: 21, numRuns: 20_000 },
    );
  });
  test('is read back from what JavaScript, and 17 digits, write of a double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(read(String(x)).value).toBe(Number(String(x)));
        expect(read(x.toExponential(16)).value).toBe(Number(x.toExponential(16)));
        const small = x / 2 ** (Math.floor(Math.log2(Math.abs(x) || 1)) - 3);
        expect(read(small.toFixed(16)).value).toBe(finiteOrNaN(small.toFixed(16)));
        expect(read(small.toPrecision(17)).value).toBe(finiteOrNaN(small.toPrecision(17)));
      }),
      { seed: 22, numRuns: 20_000 },
    );
  });
  test('halfway between two doubles goes to the even one', () => {
    // (2^53 + 1) / 2^k has up to 19 digits for small k.
    for (let k = 0; k <= 4; k++) {
      for (const odd of [1n, 3n, 5n, 4093n]) {
        const text = String((2n ** 53n + odd) * 10n ** BigInt(k)).padStart(20, '0');
        const decimal = `${text.slice(0, -k || undefined)}.${'0'.repeat(k)}`;
        expect(read(decimal).value).toBe(Number(decimal));
        const halves = String((2n ** 53n + odd) * 5n ** BigInt(k)).padStart(20, '0');
        const fraction = k === 0 ? halves : `${halves.slice(0, -k)}.${halves.slice(-k)}`;
        expect(read(fraction).value).toBe(Number(fraction));
      }
    }
  });
  test.each(['', '-', '.', '-.', 'e5', '1e', '1e+', '+-1', 'x', ' 1', 'Infinity', 'NaN'])(
    '%j is none',
    (text) => expect(read(text).value).toBeNaN(),
  );
  test.each([
    ['1x', 1, 1],
    ['0x10', 0, 1],
    ['1.2.3', 1.2, 3],
    ['1,5', 1, 1],
  ])('in %j ends where it ends', (text, value, stop) => {
    expect(read(text)).toMatchObject({ value, stop });
  });
});
