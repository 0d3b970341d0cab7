/** Names visible to an expression; inner scopes shadow outer ones. */
import type { Value } from './value.ts';

export interface Scope {
  readonly parent?: Scope;
  readonly names: Map<string, Value>;
}

export function childScope(parent: Scope | undefined, names: Iterable<readonly [string, Value]> = []): Scope {
  return { ...(parent === undefined ? {} : { parent }), names: new Map(names) };
}

export function lookup(scope: Scope, name: string): Value | undefined {
  for (let s: Scope | undefined = scope; s !== undefined; s = s.parent) {
    const value = s.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
