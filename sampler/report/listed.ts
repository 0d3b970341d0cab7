/** `a`, `a and b`, `a, b and c`; with more than `most`, `a, b and 4 more`. */
export function listed(items: readonly (string | number)[], most = items.length): string {
  const rest = items.length - most;
  const all = rest > 0 ? [...items.slice(0, most), `${rest} more`] : items;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
