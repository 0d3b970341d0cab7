/** The rows of the data with some labels, at most five. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Related } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { dataEntries } from './observed-data.ts';

export function placesOfLabels(
  program: Program,
  { arrays, dims }: LoadedData,
  dim: string,
  labels: readonly string[],
): readonly Related[] {
  const all = dims.get(dim)?.labels ?? [];
  return dataEntries(program)
    .flatMap(({ name }) => {
      const array = arrays.get(name.name);
      if (array === undefined || array.labelsOf !== dim) return [];
      return [...array.values.keys()].flatMap((i): Related[] => {
        const label = all[array.values[i] - 1];
        if (!labels.includes(label)) return [];
        return [
          {
            message: `\`${name.name}\` in row ${i + 1} is "${label}"`,
            row: i + 1,
            column: name.name,
            span: name.span,
          },
        ];
      });
    })
    .slice(0, 5);
}
