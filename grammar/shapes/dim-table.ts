/** What is known about the sizes and labels of named dimensions, from the program and from the data. */
import type { LoadedData } from '../data.ts';
import type { Dim } from './type.ts';

export interface DimTable {
  /** Null if it depends on data that are not loaded. */
  sizeOf(name: string): number | null;
  /** Null if the dimension has no labels, or they are not known yet. */
  labelsOf(name: string): readonly string[] | null;
}

/** A dimension whose size or labels the program itself states. */
export interface StaticDim {
  readonly size: number | null;
  readonly labels: readonly string[] | null;
}

/** `stated` may grow while the program is read; the table looks it up each time. */
export function dimTable(stated: ReadonlyMap<string, StaticDim>, data: LoadedData | undefined): DimTable {
  return {
    sizeOf(name) {
      return data?.dims.get(name)?.size ?? stated.get(name)?.size ?? null;
    },
    labelsOf(name) {
      const loaded = data?.dims.get(name);
      if (loaded?.labelled) return loaded.labels;
      return stated.get(name)?.labels ?? null;
    },
  };
}

export function dimSize(dim: Dim, table: DimTable): number | null {
  return dim.kind === 'named' ? table.sizeOf(dim.name) : dim.size;
}
