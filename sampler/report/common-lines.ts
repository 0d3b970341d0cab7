/** The lines that two texts have in common, in the same order. */

/** Beyond this many pairs of lines only unique lines are matched; models are far smaller. */
const MOST_PAIRS = 4_000_000;

/** Pairs of equal lines, of a longest common subsequence; in no particular order. */
export function commonLines(
  from: readonly string[],
  to: readonly string[],
): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) {
    pairs.push([start, start]);
    start++;
  }
  let [fromEnd, toEnd] = [from.length, to.length];
  while (fromEnd > start && toEnd > start && from[fromEnd - 1] === to[toEnd - 1]) {
    fromEnd--;
    toEnd--;
    pairs.push([fromEnd, toEnd]);
  }
  const [rows, columns] = [fromEnd - start, toEnd - start];
  if (rows * columns > MOST_PAIRS) return pairs;
  const width = columns + 1;
  // length[i, j]: longest common subsequence after line i of one text and line j of the other.
  const length = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      length[i * width + j] =
        from[start + i] === to[start + j]
          ? length[(i + 1) * width + j + 1] + 1
          : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (from[start + i] === to[start + j]) pairs.push([start + i++, start + j++]);
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}
