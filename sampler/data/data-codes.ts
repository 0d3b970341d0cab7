/** Diagnostics of loading data: stable codes and when they are reported. */
export const dataCodes = {
  'data-file': 'A data file cannot be read: missing, a folder, not permitted',
  'data-format': 'A data file is not a table or JSON: empty, binary, ragged rows, an open quote',
  'data-column': 'A column or key is not in the file, or is there twice',
  'data-value': 'A value is not of the declared type',
  'data-missing': 'A value is missing where the type does not allow it, or a datum has no value at all',
  'data-range': 'A value lies outside the range that the datum states',
  'data-label': 'A value is not a label of its dimension',
  'data-join':
    'Rows of a file have no key that says which label each belongs to, or the key leaves out a label or has it twice: `data from "f.csv" by DIM = column("…")`',
  'data-shape': 'An array has another shape than its dimensions say, or two data disagree about a dimension',
  'data-dim': 'The size of a dimension is not known or not a whole number of at least 1',
} as const;

export type DataCode = keyof typeof dataCodes;
