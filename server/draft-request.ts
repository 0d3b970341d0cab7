/** Answers `bayes/draftModel`: which columns a data file has, and a first model of one. */
import { basename } from 'node:path';
import { type Column, columnsOf, columnText } from './data-file-columns.ts';
import { canBeOutcome, draftModel } from './draft-model.ts';
import type { FileSource } from './file-source.ts';
import type { DraftAnswer, DraftParams } from './protocol.ts';

export function draftOf({ file, outcome }: DraftParams, files: FileSource): DraftAnswer {
  const bytes = files.read(file);
  const name = basename(file);
  if ('error' in bytes) return { kind: 'problem', message: `${name} cannot be read: ${bytes.error}` };
  const columns: readonly Column[] = columnsOf(name, { files, cache: new Map(), modelPath: file });
  if (!columns.some(canBeOutcome)) {
    const found =
      columns.length === 0
        ? 'it is no table'
        : `its columns are ${columns.map((one) => one.name).join(', ')}`;
    return { kind: 'problem', message: `${name} has no column of numbers that vary: ${found}` };
  }
  if (outcome === undefined) {
    return {
      kind: 'columns',
      columns: columns.map((column) => ({
        name: column.name,
        detail: columnText(column),
        canBeOutcome: canBeOutcome(column),
      })),
    };
  }
  const chosen = columns.find((column) => column.name === outcome);
  if (chosen === undefined || !canBeOutcome(chosen))
    return { kind: 'problem', message: `${name} has no column “${outcome}” of numbers that vary` };
  return {
    kind: 'model',
    text: draftModel(columns, chosen, { file: name, modelName: name.replace(/\.[^.]*$/, '') }),
  };
}
