/** Random programs that are correct by construction, with inline data, each with its meaning. */
import { declareData } from './data.ts';
import {
  addComprehension,
  addDeterministic,
  addFunction,
  addGuarded,
  addLet,
  addPotential,
  addRecurrence,
} from './definitions.ts';
import type { Contribution, Draft } from './draft.ts';
import { addMultivariate } from './matrices.ts';
import type { Dim } from './meaning.ts';
import { addObserve, addOrdinal, addResidual } from './observations.ts';
import { addParam } from './params.ts';
import type { Tape } from './tape.ts';

export interface RandomProgram {
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
  /** Where the values of parameters are put, on their own scale. */
  readonly params: ReadonlyMap<string, { readonly dims: readonly Dim[]; readonly values: Float64Array }>;
  /** Computes what follows from the parameters; the values of the deterministic quantities after it. */
  follow(): void;
  readonly deterministics: ReadonlyMap<
    string,
    { readonly dims: readonly string[]; readonly values: () => Float64Array }
  >;
  readonly contributions: readonly Contribution[];
}

export function randomProgram(tape: Tape): RandomProgram {
  const draft: Draft = {
    tape,
    lines: [],
    dims: [],
    atoms: [],
    functions: [],
    params: new Map(),
    fills: [],
    files: new Map(),
    deterministics: new Map(),
    contributions: [],
    next: 1,
  };
  declareData(draft);
  const count = 3 + tape.int(9);
  addParam(draft);
  for (let i = 0; i < count && !tape.ended(); i++)
    tape.pick([
      addFunction,
      addGuarded,
      addMultivariate,
      addOrdinal,
      addParam,
      addObserve,
      addParam,
      addObserve,
      addObserve,
      addParam,
      addLet,
      addParam,
      addLet,
      addDeterministic,
      addRecurrence,
      addObserve,
      addPotential,
      addComprehension,
      addResidual,
    ])(draft);
  addObserve(draft);
  const { lines, params, fills, deterministics, contributions } = draft;
  return {
    text: lines.join('\n'),
    files: draft.files,
    params,
    follow: () => {
      for (const fill of fills) fill();
    },
    deterministics,
    contributions,
  };
}
