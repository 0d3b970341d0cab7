/** `over = (g, f)`: the dimensions along which the draws of a distribution are constrained, apart from its arguments. */
import type { Arg, CallExpr, NameExpr } from '../syntax/ast.ts';
import type { Argument, Distribution } from './distribution.ts';

/** The argument, and the call without it. */
export function withoutOver(
  call: CallExpr,
  entry: Distribution,
): { readonly over: Arg | null; readonly call: CallExpr } {
  const over = entry.over === undefined ? undefined : call.args.find(({ name }) => name?.name === 'over');
  if (over === undefined) return { over: null, call };
  return { over, call: { ...call, args: call.args.filter((arg) => arg !== over) } };
}

/** The dimensions that are named; null where something else stands there. */
export function overNames({ value }: Arg): readonly NameExpr[] | null {
  const parts = value.kind === 'list' ? value.elements : [value];
  const names = parts.flatMap((part) => (part.kind === 'name' ? [part] : []));
  return names.length === parts.length && parts.length > 0 ? names : null;
}

/** As an argument, for the editor and the reference. */
export function overArgument({ over }: Distribution): readonly Argument[] {
  return over === undefined
    ? []
    : [{ name: 'over', domain: 'dimensions', eventDims: 0, default: '…', doc: over }];
}

/** All lists of arguments of a call, the canonical one first. */
export function shownArguments(distribution: Distribution): readonly (readonly Argument[])[] {
  const extra = overArgument(distribution);
  return [
    [...distribution.arguments, ...extra],
    ...(distribution.parameterisations ?? []).map((p) => [...p.arguments, ...extra]),
  ];
}
