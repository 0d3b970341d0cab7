/** Ends a `switch` over a closed union: a new member makes the call a type error. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
