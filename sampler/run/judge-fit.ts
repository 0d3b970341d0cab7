/** What judges whether a model reproduces its data: a caller's function, as prediction is a room above. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { Draws } from '../draws/draws.ts';
import type { Fit } from '../report/fit.ts';

export interface RunToJudge {
  readonly program: Program;
  readonly data: LoadedData;
  readonly modelText: string;
  readonly draws: Draws;
  readonly seed: number;
}

/** Null where the model observes no data, or it was stopped. */
export type JudgeFit = (run: RunToJudge, shouldStop: () => boolean) => Promise<Fit | null>;
