/** Matches the arguments of a call `D(a, b = c)` with one of the distribution's parameterisations. */
import type { Argument, Distribution, Parameterisation } from './distribution.ts';
import { overArgument } from './over.ts';

/** An argument of a call, of which only the name matters here. */
interface GivenArgument {
  readonly name?: string;
}

export type Binding =
  | {
      readonly kind: 'ok';
      /** Null for the canonical arguments. */
      readonly parameterisation: Parameterisation | null;
      /** The arguments of the parameterisation chosen. */
      readonly signature: readonly Argument[];
      /** For each argument of `signature` the position among the given ones, null where its default applies. */
      readonly order: readonly (number | null)[];
    }
  | { readonly kind: 'error'; readonly errors: readonly BindingError[] };

export type BindingError =
  /** No parameterisation has an argument of this name. `at` is a position among the given arguments. */
  | {
      readonly kind: 'unknown';
      readonly at: number;
      readonly name: string;
      readonly known: readonly string[];
    }
  /** Given twice, by name or by position. */
  | { readonly kind: 'duplicate'; readonly at: number; readonly first: number; readonly name: string }
  /** A positional argument beyond the last one. */
  | { readonly kind: 'tooMany'; readonly at: number; readonly expected: number; readonly found: number }
  /** Each name is known, but no one parameterisation has them all: `Gamma(alpha = 1, sigma = 2)`. */
  | { readonly kind: 'mixed'; readonly at: number; readonly names: readonly string[] }
  | { readonly kind: 'missing'; readonly names: readonly string[] };

interface Signature {
  readonly parameterisation: Parameterisation | null;
  readonly arguments: readonly Argument[];
}

function signatures(distribution: Distribution): readonly Signature[] {
  return [
    { parameterisation: null, arguments: distribution.arguments },
    ...(distribution.parameterisations ?? []).map((p) => ({ parameterisation: p, arguments: p.arguments })),
  ];
}

/**
 * Chooses the parameterisation by the names used: the first (canonical before alternatives) that has every
 * name given and misses no argument; else the errors of the one that fits best.
 */
export function bindArguments(distribution: Distribution, given: readonly GivenArgument[]): Binding {
  const all = signatures(distribution);
  const known = [...new Set(all.flatMap((s) => s.arguments.map((a) => a.name)))];
  const unknown = given.flatMap((argument, at): BindingError[] =>
    argument.name !== undefined && !known.includes(argument.name)
      ? [{ kind: 'unknown', at, name: argument.name, known }]
      : [],
  );
  if (unknown.length > 0) return { kind: 'error', errors: unknown };

  const names = given.flatMap((argument) => (argument.name === undefined ? [] : [argument.name]));
  const fitting = all.filter((s) => names.every((name) => s.arguments.some((a) => a.name === name)));
  if (fitting.length === 0) {
    const first = all.find((s) => s.arguments.some((a) => a.name === names[0])) ?? all[0];
    const at = given.findIndex(
      (argument) => argument.name !== undefined && !first.arguments.some((a) => a.name === argument.name),
    );
    return { kind: 'error', errors: [{ kind: 'mixed', at, names }] };
  }
  let best: readonly BindingError[] | null = null;
  for (const signature of fitting) {
    const bound = bindTo(signature, given);
    if (bound.kind === 'ok') return bound;
    if (best === null || bound.errors.length < best.length) best = bound.errors;
  }
  return { kind: 'error', errors: best ?? [] };
}

function bindTo(signature: Signature, given: readonly GivenArgument[]): Binding {
  const order: (number | null)[] = signature.arguments.map(() => null);
  const errors: BindingError[] = [];
  const positional = given.filter((argument) => argument.name === undefined).length;
  given.forEach((argument, at) => {
    // A positional argument is bound by its position, also after a named one.
    const place =
      argument.name === undefined ? at : signature.arguments.findIndex((a) => a.name === argument.name);
    if (place >= order.length) {
      errors.push({ kind: 'tooMany', at, expected: order.length, found: Math.max(positional, given.length) });
      return;
    }
    const first = order[place];
    if (first !== null) {
      errors.push({ kind: 'duplicate', at, first, name: signature.arguments[place].name });
      return;
    }
    order[place] = at;
  });
  const missing = signature.arguments.filter((a, i) => order[i] === null && a.default === undefined);
  if (missing.length > 0 && !errors.some((e) => e.kind === 'duplicate')) {
    errors.push({ kind: 'missing', names: missing.map((a) => a.name) });
  }
  if (errors.length > 0) return { kind: 'error', errors };
  return {
    kind: 'ok',
    parameterisation: signature.parameterisation,
    signature: signature.arguments,
    order,
  };
}

/** All call signatures, the canonical one first: `Gamma(alpha, beta)`, `Gamma(mu, sigma)`. */
export function signatureTexts(distribution: Distribution): readonly string[] {
  const extra = overArgument(distribution);
  return signatures(distribution).map((s) => {
    const inside = [...s.arguments, ...extra].map((a) =>
      a.default === undefined ? a.name : `${a.name} = ${a.default}`,
    );
    return `${distribution.name}(${inside.join(', ')})`;
  });
}
