/** Numbers with a name; a declaration of the same name hides them. */
export const namedConstants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['inf', Number.POSITIVE_INFINITY],
]);
