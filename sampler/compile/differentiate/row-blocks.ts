/**
 * Terms of many rows that read products of a matrix's rows with a vector: for each block of rows the products, the term
 * with its derivatives, and the sum of the rows by them, while the rows are in the cache. The products and their
 * adjoints are arrays of one block, which the next one fills again.
 */
import type { Index } from '../../../grammar/ir.ts';
import type { Define, PassProgram, Term } from '../passes/pass-program.ts';
import { arraysRead } from '../passes/prune.ts';
import { productDefined, type RowProduct } from '../passes/row-products.ts';
import type { BlockArrays, LoopStatement } from './loop-program.ts';

/** So few that the processor fetches the rows of the next block while it computes on these. */
const ROWS_OF_BLOCK = 32;

interface Blocked {
  readonly define: Define;
  readonly product: RowProduct;
}

export interface RowBlocks {
  readonly arrays: BlockArrays;
  /** Whether the definition is computed with the term that reads it. */
  readonly has: (s: Define) => boolean;
  /** The loop over the rows of the term, block by block; null where it reads no such products. */
  readonly around: (
    term: Term,
    rows: (index: Index, scope: readonly Index[]) => LoopStatement,
  ) => LoopStatement | null;
}

/** For programs without terms. */
export const NO_BLOCKS: RowBlocks = { arrays: new Map(), has: () => false, around: () => null };

export function rowBlocks(w: PassProgram): RowBlocks {
  const byTerm = new Map<Term, Blocked[]>();
  for (const s of w.statements) {
    if (s.kind !== 'define' || w.kept.has(s.array)) continue;
    const product = productDefined(w, s);
    const readers = w.statements.filter((other) => arraysRead(other).has(s.array));
    const [term] = readers;
    if (product === null || readers.length !== 1 || term.kind !== 'term') continue;
    if (term.indices.length !== 1 || term.indices[0].id !== s.indices[0].id) continue;
    byTerm.set(term, [...(byTerm.get(term) ?? []), { define: s, product }]);
  }
  const blocks = new Map(
    [...byTerm].map(([term, list]) => {
      const count = Math.ceil(list[0].product.rows / ROWS_OF_BLOCK);
      return [term, { list, block: { id: w.fresh.index(), from: 0, to: count } satisfies Index }] as const;
    }),
  );
  const arrays = new Map(
    [...blocks.values()].flatMap(({ list, block }) =>
      list.map(({ define }) => [define.array, { block, rows: ROWS_OF_BLOCK }] as const),
    ),
  );
  return {
    arrays,
    has: (s) => arrays.has(s.array),
    around: (term, rows) => {
      const found = blocks.get(term);
      if (found === undefined) return null;
      const { list, block } = found;
      const b = w.builder;
      const [row] = term.indices;
      const start = b.binary('mul', b.constant(ROWS_OF_BLOCK), b.index(block.id));
      const end = b.binary('min', b.binary('add', start, b.constant(ROWS_OF_BLOCK)), b.constant(row.to));
      const index = { ...row, segment: { start, end, mean: ROWS_OF_BLOCK } };
      const products = (adjoint: boolean): LoopStatement[] =>
        list.map(({ define, product }) => ({
          kind: 'rows',
          adjoint,
          ...product,
          output: define.array,
          block,
          rowsOfBlock: ROWS_OF_BLOCK,
        }));
      return {
        kind: 'loop',
        index: block,
        descending: false,
        body: [...products(false), rows(index, [block]), ...products(true)],
      };
    },
  };
}
