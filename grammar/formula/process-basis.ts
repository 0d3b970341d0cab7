/** The sines of an approximate Gaussian process over the rows, as statements (Riutort-Mayol et al. 2023). */

interface ProcessInput {
  /** A vector over the rows. */
  readonly x: string;
  /** How many sines there are along it. */
  readonly functions: number;
  /** Where they vanish, from the middle: over data, so that new rows keep it. */
  readonly bound: string;
}

/** What is numbered where there are several inputs: the number of each, or nothing. */
export const inputSuffix = (inputs: readonly unknown[], i: number): string =>
  inputs.length === 1 ? '' : String(i + 1);

/** Of all inputs together: products of one sine along each. */
export const functionsOf = (inputs: readonly { readonly functions: number }[]): number =>
  inputs.reduce((product, { functions }) => product * functions, 1);

/**
 * Defines `name_middle`, `name_bound` and `name_frequency` of each input, and the table `basis` over the rows and
 * `name_term`, in which the sines of the last input change fastest. Beyond the boundary the sines would repeat the
 * process: there is no number there.
 */
export function processBasis(
  name: string,
  basis: string,
  row: string,
  inputs: readonly ProcessInput[],
): readonly string[] {
  const at = (kind: string, i: number) => `${name}_${kind}${inputSuffix(inputs, i)}`;
  const term = `${name}_term`;
  const sines = inputs.map(({ x }, i) => {
    const [middle, bound] = [at('middle', i), at('bound', i)];
    return `sin(${at('frequency', i)}[term] * (if abs(${x}[each] - ${middle}) > ${bound} then log(-1) else ${x}[each] - ${middle} + ${bound})) / sqrt(${bound})`;
  });
  return [
    ...inputs.flatMap(({ x, bound }, i) => [
      `let ${at('middle', i)} = (max(${x}) + min(${x})) / 2`,
      `let ${at('bound', i)} = ${bound}`,
      `let ${at('frequency', i)}[term in ${term}] = ${orderOf(inputs, i)} * pi / (2 * ${at('bound', i)})`,
    ]),
    `let ${basis}[each in ${row}, term in ${term}] = ${sines.join(' * ')}`,
  ];
}

/** Which of the sines along an input a function has, from 1. */
function orderOf(inputs: readonly ProcessInput[], i: number): string {
  if (inputs.length === 1) return 'term';
  const faster = functionsOf(inputs.slice(i + 1));
  const own = inputs[i].functions;
  const turn = `floor((term - 1) / ${faster})`;
  return i === 0 ? `(1 + ${turn})` : `(1 + ${turn} - ${own} * floor((term - 1) / ${faster * own}))`;
}
