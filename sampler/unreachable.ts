/** The end of a switch over a closed union: a new member that nobody handles fails the type check here. */
export function unreachable(value: never): never {
  throw new Error(`a case that cannot happen: ${JSON.stringify(value)}`);
}
