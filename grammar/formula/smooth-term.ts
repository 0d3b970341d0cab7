/** `s(x, k = 10)` and `hsgp(x, z, m = 20, c = 1.5)`: smooth curves over data, by groups too. */
import { type Kernel, kernels } from './spectrum.ts';

export type Smooth = {
  /** The data that the curve is over, one of a spline. */
  readonly inputs: readonly string[];
  /** A curve for each level of this datum, or one that is multiplied by it; and where it stands in the text. */
  readonly by?: { readonly datum: string; readonly at: number };
  readonly at: number;
  readonly text: string;
} & (
  | { readonly kind: 's'; readonly knots: number }
  | {
      readonly kind: 'hsgp';
      /** One for all inputs or one for each; what is not stated follows from the prior of the length scale. */
      readonly functions?: readonly number[];
      readonly boundary?: readonly number[];
      readonly kernel: Kernel;
      /** Whether the curves of all levels have one standard deviation and one length scale. */
      readonly shared: boolean;
    }
);

/** By the names of the terms, what may stand behind the data. */
const settings: Readonly<Record<string, readonly string[]>> = {
  s: ['k', 'by'],
  hsgp: ['m', 'c', 'kernel', 'by', 'share_cov'],
};
export const isSmooth = (name: string): boolean => Object.hasOwn(settings, name);

type Read =
  | { readonly kind: 'ok'; readonly smooth: Smooth }
  /** `at` is within the text of the term. */
  | { readonly kind: 'error'; readonly at: number; readonly length: number; readonly message: string };

const nameAlone = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const MOST_INPUTS = 4;

export function readSmooth(text: string, at: number): Read {
  const name = text.slice(0, text.indexOf('('));
  const parts = argumentsOf(text, name.length + 1);
  const stated = parts.findIndex((part) => part.text.includes('='));
  const behind = stated < 0 ? parts.length : Math.max(stated, 1);
  const [inputs, rest] = [parts.slice(0, behind), parts.slice(behind)];
  const usage =
    name === 's'
      ? '`s(x)`, `s(x, k = 10)` or `s(x, by = g)`'
      : '`hsgp(x)`, `hsgp(x, m = 20, c = 1.5)`, `hsgp(x, by = g)` or `hsgp(x, z)`';
  const wrong = (part: Part, message: string): Read => ({
    kind: 'error',
    at: part.at,
    length: Math.max(1, part.text.length),
    message,
  });
  const [, second] = inputs;
  if (name === 's' && second !== undefined)
    return wrong(second, `expected ${usage}, found \`${second.text}\`: a surface is \`hsgp(x, z)\``);
  if (inputs.length > MOST_INPUTS)
    return wrong(inputs[MOST_INPUTS], `expected ${MOST_INPUTS} inputs at most, found ${inputs.length}`);
  const noName = inputs.find((part) => !nameAlone.test(part.text));
  if (noName !== undefined)
    return wrong(noName, `expected ${usage}: a curve over a datum of numbers, found \`${noName.text}\``);
  const twice = inputs.find((part, i) => inputs.findIndex((other) => other.text === part.text) < i);
  if (twice !== undefined) return wrong(twice, `\`${twice.text}\` stands twice in \`${text}\`: name it once`);
  const given = new Map<string, { readonly value: string; readonly at: number }>();
  for (const part of rest) {
    const [, key, space, value] = /^([\p{L}_]+)(\s*=\s*)(\S.*)$/u.exec(part.text) ?? [];
    if (key === undefined || !settings[name].includes(key) || given.has(key))
      return wrong(part, `expected ${usage}, found \`${part.text}\``);
    const problem = problemOf(name, key, value, inputs.length);
    if (problem !== undefined) return wrong(part, problem);
    given.set(key, { value, at: at + part.at + key.length + space.length });
  }
  const by = given.get('by');
  const common = {
    inputs: inputs.map((part) => part.text),
    ...(by === undefined ? {} : { by: { datum: by.value, at: by.at } }),
    at,
    text,
  };
  if (name === 's') {
    const [knots] = numbersOf(given.get('k')?.value ?? '10');
    return { kind: 'ok', smooth: { ...common, kind: 's', knots } };
  }
  const [m, c] = ['m', 'c'].map((key) => given.get(key)?.value);
  return {
    kind: 'ok',
    smooth: {
      ...common,
      kind: 'hsgp',
      ...(m === undefined ? {} : { functions: numbersOf(m) }),
      ...(c === undefined ? {} : { boundary: numbersOf(c) }),
      kernel: kernels.find((one) => one === given.get('kernel')?.value) ?? 'exp_quad',
      shared: !isFalse(given.get('share_cov')?.value),
    },
  };
}

const isFalse = (word: string | undefined) => word?.toLowerCase() === 'false';

/** A number, or several in square brackets. */
function numbersOf(value: string): readonly number[] {
  const [, inside] = /^\[(.*)\]$/.exec(value) ?? [];
  return (inside ?? value).split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
}

function problemOf(name: string, key: string, value: string, inputs: number): string | undefined {
  if (key === 'by')
    return nameAlone.test(value)
      ? undefined
      : `expected a datum behind \`by\`, of labels or of numbers, found \`${value}\``;
  if (key === 'share_cov')
    return /^(?:true|false)$/i.test(value) ? undefined : `\`share_cov\` is true or false, found \`${value}\``;
  if (key === 'kernel')
    return kernels.some((one) => one === value)
      ? undefined
      : `\`${value}\` is no kernel of \`hsgp\`: expected ${kernels.map((one) => `\`${one}\``).join(', ')}`;
  const numbers = numbersOf(value);
  const [least, most] = key === 'k' ? [3, 100] : key === 'm' ? [1, 500] : [1, 100];
  const isRight = (number: number) =>
    number >= least && number <= most && (key === 'c' ? number > 1 : Number.isInteger(number));
  const several = key !== 'k' && inputs > 1;
  if (numbers.every(isRight) && (numbers.length === 1 || (several && numbers.length === inputs)))
    return undefined;
  const words = key === 'c' ? 'a number above 1' : `a whole number from ${least} to ${most}`;
  const each = several ? ', or one for each input in square brackets' : '';
  return `\`${key}\` of \`${name}\` is ${words}${each}, found \`${value}\``;
}

interface Part {
  readonly text: string;
  /** Within the text of the term. */
  readonly at: number;
}

function argumentsOf(text: string, from: number): readonly Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let start = from;
  const end = (at: number) => {
    const part = text.slice(start, at);
    parts.push({ text: part.trim(), at: start + part.length - part.trimStart().length });
    start = at + 1;
  };
  for (let i = from; i < text.length - 1; i++) {
    if ('(['.includes(text[i])) depth++;
    else if (')]'.includes(text[i])) depth--;
    else if (text[i] === ',' && depth === 0) end(i);
  }
  end(text.length - 1);
  return parts;
}
