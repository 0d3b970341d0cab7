/** The degrees of centring of all chains, one row per parameter. */
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { CentringRow } from '../report/centring.ts';

/** @param degrees of each chain, concatenated over the parameters. */
export function centringRows(
  { centrings }: Pick<CompiledModel, 'centrings'>,
  degrees: readonly ArrayLike<number>[],
): readonly CentringRow[] {
  if (degrees.length === 0) return [];
  let from = 0;
  return centrings.flatMap(({ name, degrees: { shape } }) => {
    const to = from + shape.reduce((a, b) => a * b, 1);
    const own = degrees.flatMap((ofChain) => Array.from(ofChain).slice(from, to));
    from = to;
    if (own.length === 0) return [];
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const [least, most] = own.reduce(([low, high], d) => [Math.min(low, d), Math.max(high, d)], [1, 0]);
    return [{ name, mean, least, most }];
  });
}
