/** Warnings and hints of the data loader. */
import type { Check } from './check.ts';

export const dataLabelSimilar: Check = {
  code: 'data-label-similar',
  severity: 'warning',
  title: 'Labels that read alike',
  doc: 'Labels of a dimension differ only in capitals, in spaces or in letters of another alphabet that look the same (`north` and `North`, a Latin `a` and a Cyrillic `а`): most often one group, written in two ways. Write them alike in the data; if they are meant, list them: `dim region = ["North", "north"]`.',
};

export const dataRowOrder: Check = {
  code: 'data-row-order',
  severity: 'warning',
  title: 'Rows taken in the order of the file',
  doc: 'Labels 1, 2, 3… of one file meet rows of another file without a key, so row 1 belongs to label 1, row 2 to label 2, whatever the rows say. Join them by a column with the labels: `data from "county.csv" by county = column("county") { … }`.',
};

export const dataComment: Check = {
  code: 'data-comment',
  severity: 'hint',
  title: 'Comment above a table',
  doc: 'Lines above the header of a table that begin with `#` are left out.',
};

export const dataWhere: Check = {
  code: 'data-where',
  severity: 'hint',
  title: 'Rows left out',
  doc: 'How many rows of the file the condition of `where` leaves out, and the labels without a remaining row. Also a text that is compared with a column and is in none of its rows.',
};
