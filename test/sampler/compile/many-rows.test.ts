/**
 * Terms of many rows, whose loops take two steps at a time, sum logarithms as those of products and multiply matrices
 * block by block: their gradients are the interpreter's.
 */
import { describe, expect, it } from 'vitest';
import type { IrProgram, ScalarExpr } from '../../../grammar/ir.ts';
import { compileToCode, optimiseDensity } from '../../../sampler/compile/compile.ts';
import { differentiate } from '../../../sampler/compile/differentiate/differentiate.ts';
import type { LoopStatement } from '../../../sampler/compile/differentiate/loop-program.ts';
import { printModule } from '../../../sampler/compile/emit/print-module.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import * as ir from '../interpreter/ir-builder.ts';
import { compiled, gradientAt } from './compiled.ts';

const { at, bin, idx, known, loop, num, program, reduce, term, un, unknown, when } = ir;
const MANY = 10_000;

type Loop = Extract<LoopStatement, { kind: 'loop' }>;

/** Twelve coefficients, a matrix, its first column, groups 0..4 of 5, and a scalar. */
function over(
  rows: number,
  body: ScalarExpr,
  columns = 12,
  isOutside: (row: number) => boolean = () => false,
): IrProgram {
  const matrix = Array.from({ length: rows * columns }, (_, i) => Math.sin(7 * i));
  const column = Array.from({ length: rows }, (_, i) => Math.cos(3 * i));
  const group = Array.from({ length: rows }, (_, i) => (i * i) % 5);
  return program(
    columns + 6,
    [
      unknown(0, 'b', [columns], 0),
      unknown(1, 'a', [5], columns),
      unknown(2, 's', [], columns + 5),
      known(3, 'X', [rows, columns]),
      known(4, 'x', [rows]),
      known(5, 'group', [rows]),
      known(6, 'outside', [rows]),
    ],
    { 3: matrix, 4: column, 5: group, 6: Array.from({ length: rows }, (_, i) => (isOutside(i) ? 1 : 0)) },
    [
      term([loop(0, rows)], body),
      term([loop(2, columns)], bin('mul', num(-0.5), un('square', at(0, idx(2))))),
    ],
  );
}

const product = (columns = 12): ScalarExpr =>
  reduce('sum', loop(1, columns), bin('mul', at(3, idx(0), idx(1)), at(0, idx(1))));
const predictor = bin('mul', at(4, idx(0)), at(2));
const ofGroup = at(1, at(5, idx(0)));

async function expectInterpreters(p: IrProgram): Promise<void> {
  const position = Float64Array.from({ length: p.dimension }, (_, i) => Math.cos(3 * i) / 4);
  const wanted = interpret(p, position);
  const { logDensity, gradient } = gradientAt(await compiled(p), position);
  expect(Math.abs(logDensity - wanted.logDensity)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted.logDensity));
  const largest = Math.max(...wanted.gradient.map(Math.abs));
  gradient.forEach((g, i) => {
    expect(Math.abs(g - wanted.gradient[i]), `${i}`).toBeLessThanOrEqual(1e-12 * largest);
  });
}

function loops(body: readonly LoopStatement[]): readonly Loop[] {
  return body.flatMap((s) => (s.kind === 'loop' ? [s, ...loops(s.body)] : []));
}

const loopsOf = (p: IrProgram): readonly Loop[] => loops(differentiate(optimiseDensity(p)).body);
const inPairs = (p: IrProgram): boolean => loopsOf(p).some(({ pairs }) => pairs !== undefined);

const bodies: readonly (readonly [string, ScalarExpr])[] = [
  ['a logistic regression', un('log_inv_logit', product())],
  ['log odds with both signs', bin('sub', un('log_inv_logit', predictor), un('log1p_exp', predictor))],
  ['a logarithm that something else reads', un('square', un('log1p_exp', predictor))],
  ['counts', bin('sub', bin('mul', un('floor', un('abs', at(4, idx(0)))), product()), un('exp', product()))],
  ['gathers, some of which fall on the same element', un('tanh', bin('add', ofGroup, predictor))],
  ['a function without pairs', un('lgamma', bin('add', un('exp', predictor), num(1)))],
  ['two arguments', bin('pow', un('exp', ofGroup), predictor)],
  ['the position itself', un('sin', bin('mul', idx(0), at(2)))],
  ['a choice', bin('max', predictor, un('step', bin('mul', bin('sub', predictor, ofGroup), num(2))))],
  [
    'tests and logic',
    bin('mul', predictor, bin('and', bin('lt', predictor, ofGroup), un('not', bin('ge', ofGroup, num(9))))),
  ],
  ['roots and rounding', bin('add', un('sqrt', un('exp', predictor)), un('round', ofGroup))],
  ['an inner loop', reduce('sum', loop(1, 12), un('sin', bin('mul', at(3, idx(0), idx(1)), at(0, idx(1)))))],
  ['logs', un('log1p', un('exp', un('log', un('exp', predictor))))],
];

describe.each([MANY, MANY + 1])('%d rows', (rows) => {
  it.each(bodies)('%s', async (_, body) => {
    const p = over(rows, body);
    expect(inPairs(p)).toBe(true);
    await expectInterpreters(p);
  });

  it.each([9, 10, 11, 20, 21, 31])('matrices of %d columns', async (columns) => {
    await expectInterpreters(over(rows, un('log_inv_logit', product(columns)), columns));
  });

  it('two matrices in one term', async () => {
    const other = reduce('sum', loop(3, 12), bin('mul', at(3, idx(0), idx(3)), un('sin', at(0, idx(3)))));
    await expectInterpreters(over(rows, un('tanh', bin('add', product(), other))));
  });

  it('branches, which run step by step', async () => {
    const p = over(rows, when(bin('lt', predictor, num(0)), un('sin', predictor), ofGroup));
    expect(inPairs(p)).toBe(false);
    await expectInterpreters(p);
  });
});

describe('a choice by data', () => {
  const choice = when(at(6, idx(0)), un('cos', predictor), un('sin', predictor));
  it.each([
    ['the same for all rows, no branch', () => false, true],
    ['the other side for all rows, no branch', () => true, true],
    ['one row of the other side', (row: number) => row === 77, false],
  ] as const)('%s', async (_, isOutside, pairs) => {
    const p = over(MANY, choice, 12, isOutside);
    expect(inPairs(p)).toBe(pairs);
    await expectInterpreters(p);
  });
});

it('few rows run step by step, in the order of their sums', () => {
  for (const [, body] of bodies) expect(inPairs(over(MANY - 1, body))).toBe(false);
  const wat = printModule(compileToCode(over(MANY - 1, un('log_inv_logit', product()))).module);
  expect(wat).not.toContain('rows_dot');
});

it('the logarithms of log odds become one of a product', () => {
  const wat = printModule(compileToCode(over(MANY, un('log_inv_logit', product()))).module, {
    functions: [],
    globals: [],
    tables: [],
  });
  expect(wat).toContain('$log_x2');
  expect(wat).not.toContain('$log1p_x2');
});

it('memory holds one block of the products', async () => {
  const rows = 40_000;
  const p = over(rows, un('log_inv_logit', product()));
  const { module } = compileToCode(p);
  expect(module.pages * 65536).toBeLessThan(8 * rows * 12 * 1.2);
});

it('a saturated likelihood has its limits', async () => {
  const p = over(MANY, un('log_inv_logit', bin('mul', num(1e6), predictor)));
  await expectInterpreters(p);
});

it('an argument that is no number makes the density none', async () => {
  const instance = await compiled(over(MANY, un('log_inv_logit', product())));
  const { logDensity } = gradientAt(instance, new Float64Array(18).fill(Number.NaN));
  expect(logDensity).toBeNaN();
});
