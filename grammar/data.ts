/** The data of a model after its files are read and its declarations checked. Plain data. */
import type { Diagnostic } from './diagnostic.ts';

export interface DimInfo {
  readonly name: string;
  readonly size: number;
  /** One per position; `['1', '2', …]` if the dimension has no labels. */
  readonly labels: readonly string[];
  /** True where the labels come from a declaration or from the values of label data. */
  readonly labelled: boolean;
}

export interface DataArray {
  readonly name: string;
  readonly element: 'real' | 'int' | 'bool';
  /** The dimension whose labels the values are; `values` are then 1-based positions. */
  readonly labelsOf: string | null;
  /** A named dimension, or null for an anonymous axis. */
  readonly dims: readonly { readonly name: string | null; readonly size: number }[];
  /** Row-major; bools are 0 and 1. */
  readonly values: Float64Array;
  /** The declared range of each element of data with missing values; infinite if there is no bound. */
  readonly range?: { readonly lower: Float64Array; readonly upper: Float64Array };
}

/** Where a datum's values came from, for messages and hovers. */
export interface DataSource {
  readonly kind: 'file' | 'inline';
  readonly file?: string;
  readonly column?: string;
  /** SHA-256 of the file, hex. */
  readonly hash?: string;
}

export interface LoadedData {
  readonly dims: ReadonlyMap<string, DimInfo>;
  readonly arrays: ReadonlyMap<string, DataArray>;
  readonly sources: ReadonlyMap<string, DataSource>;
  /** Problems found while loading, with spans in the model and rows and columns in `related`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings and hints about the data, reported by the analysis since a comment in the model may silence them. */
  readonly remarks?: readonly Diagnostic[];
}
