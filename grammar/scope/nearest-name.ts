/** "Did you mean": the known name nearest to a misspelt one. */

/** Damerau–Levenshtein distance (adjacent transpositions count one), optimal string alignment form. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2] + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length];
}

/** The nearest candidate within a third of the name's length, letter case counting little; null if none. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const names = [...candidates];
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of names) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const lower = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (lower > limit) continue;
    // Every one-letter name is near to every other, so only a difference in case counts.
    if (name.length === 1 && lower > 0) continue;
    const distance = lower + 0.1 * editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || name.length < 3) return best;
  // The beginning of one name alone: `unit` for `unit_vector`.
  const longer = names.filter((c) => c.toLowerCase().startsWith(name.toLowerCase()));
  return longer.length === 1 ? longer[0] : null;
}

/** ` (with U+00A0)`: a sign that readers do not see, where it is all by which a known name differs; else empty. */
export function unseen(written: string, known: string): string {
  const visible = (name: string) =>
    name
      .normalize('NFKC')
      .replace(/[\s\p{Cf}]+/gu, ' ')
      .trim();
  if (written === known || visible(written) !== visible(known)) return '';
  const differs = (letter: string, other: string) => /[^ -~]/.test(letter) && !other.includes(letter);
  const inKnown = [...known].find((letter) => differs(letter, written));
  const inWritten = [...written].find((letter) => differs(letter, known));
  const codeOf = (letter: string) =>
    `U+${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
  if (inKnown !== undefined) return ` (with ${codeOf(inKnown)})`;
  return inWritten === undefined ? ' (with other spaces)' : ` (without ${codeOf(inWritten)})`;
}
