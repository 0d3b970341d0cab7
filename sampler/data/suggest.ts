/** "Did you mean": the known name nearest to an unknown one. */
export { unseen } from '../../grammar/scope/nearest-name.ts';

/** Damerau–Levenshtein distance (optimal string alignment) between two short strings. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2] + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length];
}

const plain = (name: string) => name.toLowerCase().replace(/[\s._-]+/g, '');

/** The nearest name within a third of its length; ignores case, spaces, dots and underscores. */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const wanted = plain(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates.slice(0, 5000)) {
    if (candidate.length > 64) continue;
    const distance = editDistance(wanted, plain(candidate));
    // Short names with nothing in common are not similar.
    if (distance < bestDistance && distance < Math.max(wanted.length, plain(candidate).length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `a, b, c, … (12 in all)` */
export function listNames(names: readonly string[], limit = 12): string {
  const shown = names.slice(0, limit).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return names.length > limit ? `${shown.join(', ')}, … (${names.length} in all)` : shown.join(', ');
}
