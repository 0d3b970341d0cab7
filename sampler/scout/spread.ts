/** `count` of the items, evenly spaced. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, k) => items[Math.floor(((k + 1) * items.length) / count) - 1]);
}
