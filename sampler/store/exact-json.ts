/** JSON that round-trips every number bit for bit. */

/** Texts for numbers that JSON cannot represent; they do not occur otherwise. */
const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

const toWord = (_: string, value: unknown): unknown => {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
};
const fromWord = (_: string, value: unknown): unknown =>
  typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : value;

export const exactJson = (value: object): string => JSON.stringify(value, toWord);
export const parseExactJson = (text: string): unknown => JSON.parse(text, fromWord);
