/** `s(x, k = 10)` and `hsgp(x, m = 20, c = 1.5)`: smooth curves over one datum. */
import { type Kernel, kernels } from './spectrum.ts';

export type Smooth = {
  readonly datum: string;
  readonly at: number;
  readonly text: string;
} & (
  | { readonly kind: 's'; readonly knots: number }
  | { readonly kind: 'hsgp'; readonly functions: number; readonly boundary: number; readonly kernel: Kernel }
);

/** By the names of the terms, what may stand behind the datum. */
const settings: Readonly<Record<string, readonly string[]>> = { s: ['k'], hsgp: ['m', 'c', 'kernel'] };
export const isSmooth = (name: string): boolean => Object.hasOwn(settings, name);

type Read =
  | { readonly kind: 'ok'; readonly smooth: Smooth }
  /** `at` is within the text of the term. */
  | { readonly kind: 'error'; readonly at: number; readonly length: number; readonly message: string };

export function readSmooth(text: string, at: number): Read {
  const name = text.slice(0, text.indexOf('('));
  const [datum, ...rest] = argumentsOf(text, name.length + 1);
  const usage = name === 's' ? '`s(x)` or `s(x, k = 10)`' : '`hsgp(x)` or `hsgp(x, m = 20, c = 1.5)`';
  const wrong = (part: { readonly at: number; readonly text: string }, message: string): Read => ({
    kind: 'error',
    at: part.at,
    length: Math.max(1, part.text.length),
    message,
  });
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(datum.text))
    return wrong(datum, `expected ${usage}: a curve over one datum of numbers, found \`${datum.text}\``);
  const given = new Map<string, string>();
  for (const part of rest) {
    const [, key, value] = /^(\p{L}+)\s*=\s*(\S+)$/u.exec(part.text) ?? [];
    if (key === undefined || !settings[name].includes(key) || given.has(key))
      return wrong(part, `expected ${usage}, found \`${part.text}\``);
    const problem = problemOf(name, key, value);
    if (problem !== undefined) return wrong(part, problem);
    given.set(key, value);
  }
  const common = { datum: datum.text, at, text };
  const number = (key: string, otherwise: number) => Number(given.get(key) ?? otherwise);
  if (name === 's') return { kind: 'ok', smooth: { ...common, kind: 's', knots: number('k', 10) } };
  const kernel = kernels.find((one) => one === given.get('kernel')) ?? 'exp_quad';
  const functions = number('m', 20);
  return { kind: 'ok', smooth: { ...common, kind: 'hsgp', functions, boundary: number('c', 1.5), kernel } };
}

function problemOf(name: string, key: string, value: string): string | undefined {
  if (key === 'kernel')
    return kernels.some((one) => one === value)
      ? undefined
      : `\`${value}\` is no kernel of \`hsgp\`: expected ${kernels.map((one) => `\`${one}\``).join(', ')}`;
  const number = Number(value);
  const [least, most] = key === 'k' ? [3, 100] : key === 'm' ? [1, 500] : [1, 100];
  const whole = key === 'c' || Number.isInteger(number);
  if (whole && number >= least && number <= most && (key !== 'c' || number > 1)) return undefined;
  const words = key === 'c' ? 'a number above 1' : `a whole number from ${least} to ${most}`;
  return `\`${key}\` of \`${name}\` is ${words}, found \`${value}\``;
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
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === ',' && depth === 0) end(i);
  }
  end(text.length - 1);
  return parts;
}
