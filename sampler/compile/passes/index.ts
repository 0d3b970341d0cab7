/** The passes in order, each with the reason for its place. Each is a pure function from program to program. */
import { collectSums } from './collect-sums.ts';
import { foldData } from './fold-data.ts';
import { fuseTerms } from './fuse-terms.ts';
import { hoist } from './hoist.ts';
import { inline } from './inline.ts';
import { mergeRows } from './merge-rows.ts';
import type { PassProgram } from './pass-program.ts';
import { peel } from './peel.ts';
import { prune } from './prune.ts';
import { rowProducts } from './row-products.ts';
import { selectRows } from './select-rows.ts';
import { settleChoices } from './settle-choices.ts';
import { splitTerms } from './split-terms.ts';
import { spreadSums } from './spread-sums.ts';
import { sufficientStatistics } from './sufficient-statistics.ts';
import { unroll } from './unroll.ts';

interface Pass {
  readonly name: string;
  /** Reason for its place. */
  readonly reason: string;
  readonly run: (program: PassProgram) => PassProgram;
}

export const passes: readonly Pass[] = [
  { name: 'prune', reason: 'what nothing reads costs no work in the others', run: prune },
  { name: 'peel', reason: 'splits loops while their branches still compare indices with numbers', run: peel },
  { name: 'unroll', reason: 'makes data of the positions that short reductions run over', run: unroll },
  { name: 'select-rows', reason: 'finds rows by their groups while conditions say which', run: selectRows },
  { name: 'fold-data', reason: 'makes numbers of definitions, which then inline at no cost', run: foldData },
  { name: 'select-rows', reason: 'the same for groups that were computed from data', run: selectRows },
  { name: 'inline', reason: 'brings residuals and their scales into the terms', run: inline },
  {
    name: 'collect-sums',
    reason: 'makes one table of what data determine in sums, once they are whole',
    run: collectSums,
  },
  { name: 'fold-data', reason: 'folds what inlining brought together', run: foldData },
  {
    name: 'settle-choices',
    reason: 'leaves no branch in terms of many rows that data settle, before they are split',
    run: settleChoices,
  },
  { name: 'split-terms', reason: 'shows each square on its own, once bodies are whole', run: splitTerms },
  {
    name: 'sufficient-statistics',
    reason: 'replaces the squares before fusing hides them among other addends',
    run: sufficientStatistics,
  },
  { name: 'unroll', reason: 'unrolls the short sums of triangular factors', run: unroll },
  { name: 'fuse-terms', reason: 'one loop over equal ranges shares what its terms compute', run: fuseTerms },
  {
    name: 'merge-rows',
    reason: 'sums equal rows once, when a loop has all that is read in a row and before rows are written out',
    run: mergeRows,
  },
  {
    name: 'row-products',
    reason: 'takes products of whole rows out of the terms before spreading writes them out',
    run: rowProducts,
  },
  {
    name: 'spread-sums',
    reason: 'writes rows out whose coefficients are then moved out of the loop',
    run: spreadSums,
  },
  { name: 'hoist', reason: 'takes out what does not change in the loops as they finally are', run: hoist },
  { name: 'prune', reason: 'removes what the others left unread', run: prune },
];

/** Each name once, in order of its first place. */
export const passNames: readonly string[] = [...new Set(passes.map(({ name }) => name))];

/** Names of passes to leave out everywhere, to find the one that causes a difference. */
export type LeftOut = ReadonlySet<string>;
export const NONE_LEFT_OUT: LeftOut = new Set();

export function runPasses(program: PassProgram, leftOut: LeftOut): PassProgram {
  return passes.reduce((p, pass) => (leftOut.has(pass.name) ? p : pass.run(p)), program);
}
