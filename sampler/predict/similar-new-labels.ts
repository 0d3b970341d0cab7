/** Reports new labels that look like fitted ones: most often the same group in another spelling. */
import type { LoadedData } from '../../grammar/data.ts';
import { differenceInWords, similarLabels } from '../data/similar-labels.ts';

/** One sentence for each pair. */
export function similarNewLabels(
  fitted: LoadedData,
  newLabels: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return [...newLabels].flatMap(([dim, added]) => {
    const known = fitted.dims.get(dim)?.labels ?? [];
    const fresh = new Set(added);
    return similarLabels([...known, ...added]).flatMap((group) => {
      const [first] = group;
      const other = group.find((label) => label !== first && fresh.has(label));
      if (other === undefined) return [];
      const whose = fresh.has(first) ? 'also new' : 'of the fit';
      return [
        `"${other}" is a new label of \`${dim}\` beside "${first}", which is ${whose}: they ${differenceInWords([first, other])}, and are predicted as different groups`,
      ];
    });
  });
}
