/** What a page shows, as it saved it for the editor to restore. */

/** The fields of the identity in a page's saved state; null if of another version. */
export function savedFields(state: unknown, version: number): Readonly<Record<string, unknown>> | null {
  const identity = isObject(state) ? state.identity : undefined;
  return isObject(identity) && identity.version === version ? identity : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
