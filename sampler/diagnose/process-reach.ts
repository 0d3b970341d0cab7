/**
 * Whether approximate Gaussian processes have enough functions, up to a boundary far enough away, for the length scales
 * that the draws have (Riutort-Mayol et al. 2023).
 */
import { leastBoundary, leastFunctions } from '../../grammar/formula/spectrum.ts';
import type { ArrayId, IrProgram, IrStatement } from '../../grammar/ir.ts';
import type { Approximation, Program } from '../../grammar/syntax/ast.ts';
import { compile } from '../compile/compile.ts';
import { evaluateArrays } from '../compile/evaluate/terms.ts';
import { instantiate } from '../compile/instantiate.ts';
import { arraysRead } from '../compile/passes/prune.ts';
import type { Draws } from '../draws/draws.ts';
import { unconstrainedDraws } from '../model/unconstrained-draws.ts';
import type { Reason } from '../report/sample-report.ts';
import { quantile } from '../stats/quantile.ts';

/** Draws evaluated, at most. */
const MOST = 200;
/** Three of four draws have to lie beyond the reach: what single draws lack moves no result. */
const SHORT = 0.75;
const LONG = 0.25;

export function processReasons(
  program: Program,
  ir: IrProgram,
  draws: Draws,
  lineAt: (offset: number) => number,
): readonly Reason[] {
  const { approximations = [] } = program;
  if (approximations.length === 0 || draws.values.length === 0) return [];
  const positions = positionsOf(ir, draws);
  return approximations.flatMap((process): Reason[] => {
    const found = relativeLengths(process, ir, positions);
    const reason = found === null ? null : judged(process, found);
    return reason === null ? [] : [{ ...reason, names: [], line: lineAt(process.span.start) }];
  });
}

interface Reach {
  /** Length scales of draws, in half ranges of the points. */
  readonly lengths: Float64Array;
  /** The boundary, likewise: `c`. */
  readonly boundary: number;
}

function judged(
  { name, kernel, functions, about }: Approximation,
  { lengths, boundary }: Reach,
): Pick<Reason, 'code' | 'message' | 'nextStep'> | null {
  const near = leastBoundary(kernel, quantile(lengths, LONG)) > boundary;
  const few = leastFunctions(kernel, quantile(lengths, SHORT), boundary) > functions;
  if (!near && !few) return null;
  const middle = quantile(lengths, 0.5);
  // Rounded up, so that what is written is enough.
  const c = near ? Math.ceil(10 * leastBoundary(kernel, middle) - 1e-9) / 10 : boundary;
  const m = Math.max(functions, Math.ceil(leastFunctions(kernel, middle, c) - 1e-9));
  const what = near
    ? `the boundary \`c = ${short(boundary)}\` is too near`
    : `${functions} functions are too few`;
  const which = about === undefined ? '' : ` ${about}`;
  return {
    code: 'process',
    message: `The approximate process \`${name}\` is not the process that it stands for: ${what} for its length scales${which}, whose median is ${short(middle)} times half the range of its points`,
    nextStep: `Write \`m = ${m}, c = ${short(c)}\` there${about === undefined ? '' : `, ${about}`}`,
  };
}

const short = (value: number) => String(Number(value.toPrecision(3)));

/** Null where a value is not known: a draw without its parameters, points that are all equal. */
function relativeLengths(
  { length, element = 0, extent, halves, bound }: Approximation,
  ir: IrProgram,
  positions: readonly Float64Array[],
): Reach | null {
  const ids = [length, extent, bound].map((name) => ir.arrays.findLast((array) => array.name === name)?.id);
  const [lengthId, extentId, boundId] = ids;
  if (lengthId === undefined || extentId === undefined || boundId === undefined) return null;
  const own = definitionsOf(ir, [lengthId, extentId, boundId]);
  const all = positions.map((position) => {
    const arrays = evaluateArrays(own, position);
    const half = arrays(extentId)[0] / halves;
    return { length: arrays(lengthId)[element] / half, boundary: arrays(boundId)[0] / half };
  });
  const known = all.filter((one) => one.length > 0 && Number.isFinite(one.length + one.boundary));
  if (known.length === 0) return null;
  return { lengths: Float64Array.from(known, (one) => one.length), boundary: known[0].boundary };
}

/** The program without what these arrays do not need. */
function definitionsOf(ir: IrProgram, wanted: readonly ArrayId[]): IrProgram {
  const live = new Set(wanted);
  const dropped = new Set<ArrayId>();
  const statements: IrStatement[] = [];
  for (const statement of [...ir.statements].reverse()) {
    if (statement.kind === 'term') continue;
    const defined = statement.kind === 'kernel' ? statement.output : statement.array;
    if (live.has(defined)) {
      statements.push(statement);
      for (const id of arraysRead(statement)) live.add(id);
    } else dropped.add(defined);
  }
  const arrays = ir.arrays.filter(({ id }) => live.has(id) || !dropped.has(id));
  return { ...ir, arrays, statements: statements.reverse(), generated: [] };
}

function positionsOf(ir: IrProgram, draws: Draws): readonly Float64Array[] {
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const { names, values } = draws;
  const width = names.length;
  const count = draws.chains * draws.drawsPerChain;
  const many = Math.min(MOST, count);
  const chosen = new Float64Array(many * width);
  // In the middle of equal parts, so that all chains count.
  for (let i = 0; i < many; i++) {
    const draw = Math.floor(((i + 0.5) * count) / many);
    chosen.set(values.subarray(draw * width, (draw + 1) * width), i * width);
  }
  const made = unconstrainedDraws(ir, model, instance, {
    names,
    chains: 1,
    drawsPerChain: many,
    values: chosen,
  });
  return made.kind === 'ok' ? made.positions : [];
}
