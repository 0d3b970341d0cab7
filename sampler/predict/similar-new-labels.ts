/** Reports new labels that look like fitted ones, usually the same group in another spelling. */
import { basename } from 'node:path';
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { FaultList } from '../data/convert-cells.ts';
import type { Place } from '../data/raw-array.ts';
import { differenceInWords, similarLabels } from '../data/similar-labels.ts';

/** A sentence, with the places of the label and, where they are in the model, the edit. */
export type LabelRemark = Pick<Diagnostic, 'message' | 'related' | 'fixes'>;

/**
 * One for each pair.
 * @param placesOf where a label stands in the new data
 */
export function similarNewLabels(
  fitted: LoadedData,
  newLabels: ReadonlyMap<string, readonly string[]>,
  placesOf: (dim: string, label: string) => readonly Place[],
): readonly LabelRemark[] {
  return [...newLabels].flatMap(([dim, added]) => {
    const known = fitted.dims.get(dim)?.labels ?? [];
    const fresh = new Set(added);
    return similarLabels([...known, ...added]).flatMap((group) => {
      const [first] = group;
      const other = group.find((label) => label !== first && fresh.has(label));
      if (other === undefined) return [];
      const whose = fresh.has(first) ? 'also new' : 'of the fit';
      const places = placesOf(dim, other);
      const message = `"${other}" is a new label of \`${dim}\` beside "${first}", which is ${whose}: they ${differenceInWords([first, other])}, and are predicted as different groups; where they are one, write "${first}"${inWords(places)}`;
      return [{ message, ...relatedTo(places, other), ...fixTo(places, first) }];
    });
  });
}

function inWords(places: readonly Place[]): string {
  const [first] = places;
  if (first?.file === undefined) return '';
  const more = places.length > 1 ? ` (and ${places.length - 1} more)` : '';
  return ` in row ${first.row}${more}, column ${first.column}, of ${basename(first.file)}`;
}

function relatedTo(places: readonly Place[], label: string): Pick<LabelRemark, 'related'> {
  const shown = new FaultList();
  for (const [i] of places.entries()) shown.add(i);
  const related = shown.first.map((i) => {
    const { file, row, column, span } = places[i];
    return { message: `found "${label}"`, file, row, column, span };
  });
  return related.length === 0 ? {} : { related };
}

function fixTo(places: readonly Place[], label: string): Pick<LabelRemark, 'fixes'> {
  const edits = places.flatMap(({ span }) =>
    span === undefined ? [] : [{ span, newText: JSON.stringify(label) }],
  );
  return edits.length === 0 ? {} : { fixes: [{ title: `Write "${label}"`, edits }] };
}
