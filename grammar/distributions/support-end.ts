/** The ends of a support, written as text in the table and by distributions of the program. */

type SupportEnd =
  | { readonly kind: 'number'; readonly value: number }
  /** As many as the last axis of an argument has, or some more. */
  | { readonly kind: 'size'; readonly argument: string; readonly plus: number }
  | { readonly kind: 'argument'; readonly name: string }
  /** An expression of several arguments. */
  | { readonly kind: 'expression' };

export function supportEnd(text: string): SupportEnd {
  const value = Number(text);
  if (text.trim() !== '' && !Number.isNaN(value)) return { kind: 'number', value };
  const size = /^size\((\w+)\)(?: \+ (\d+))?$/.exec(text);
  if (size !== null) return { kind: 'size', argument: size[1], plus: Number(size[2] ?? 0) };
  return /^\w+$/.test(text) ? { kind: 'argument', name: text } : { kind: 'expression' };
}
