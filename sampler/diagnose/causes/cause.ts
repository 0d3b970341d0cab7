/** Causes of failing diagnostics: a property of the model, its data or its draws that explains them. */
import type { Analysis } from '../../../grammar/analysis.ts';
import type { LoadedData } from '../../../grammar/data.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import type { SamplerStats } from '../../draws/draw-statistics.ts';
import type { Draws } from '../../draws/draws.ts';
import type { DivergentPoint } from '../../report/divergent-point.ts';
import type { CauseCode, Diagnostics, Reason, SummaryRow } from '../../report/sample-report.ts';

/** A run whose diagnostics fail. */
export interface FailedRun {
  readonly program: Program;
  readonly data: LoadedData;
  readonly analysis: Analysis;
  readonly ir: IrProgram;
  readonly rows: readonly SummaryRow[];
  readonly draws: Draws;
  readonly stats: SamplerStats;
  readonly divergent: readonly DivergentPoint[];
  readonly diagnostics: Diagnostics;
}

type DiagnosticCode = Exclude<Reason['code'], CauseCode>;

export interface Cause extends Omit<Reason, 'cause'> {
  readonly code: CauseCode;
  /** The diagnostics that it makes fail. */
  readonly explains: ReadonlySet<DiagnosticCode>;
}

/** Diagnostics of chains that move badly. */
export const anyOfSampling: Cause['explains'] = new Set([
  'r-hat',
  'ess-bulk',
  'ess-tail',
  'divergences',
  'tree-depth',
  'e-bfmi',
  'no-mean',
]);

/** Diagnostics of chains that are in different places, or move between them slowly. */
export const disagreement: Cause['explains'] = new Set([
  'r-hat',
  'ess-bulk',
  'ess-tail',
  'tree-depth',
  'e-bfmi',
]);

/** Finds one kind of cause. */
export type CauseFinder = (run: FailedRun) => readonly Cause[];

/** 0-based line of a place in the text. */
export function lineAt({ program }: Pick<FailedRun, 'program'>, offset: number): number {
  return (program.text ?? '').slice(0, offset).split('\n').length - 1;
}

/** The contents of a node, on one line. */
export function textOf(
  { program }: Pick<FailedRun, 'program'>,
  span: { start: number; end: number },
): string {
  return (program.text ?? '').slice(span.start, span.end).replace(/\s+/g, ' ');
}

/** The declared name of an element: `a` of `a[Anoka]`. */
export function baseName(name: string): string {
  const end = name.indexOf('[');
  return end === -1 ? name : name.slice(0, end);
}

/** Rounded to a few digits. */
export function short(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  return String(Number(x.toPrecision(3)));
}

/** All draws of one quantity of one chain. */
export function drawsOf({ draws }: Pick<FailedRun, 'draws'>, k: number, chain: number): Float64Array {
  const { names, drawsPerChain, values } = draws;
  return Float64Array.from(
    { length: drawsPerChain },
    (_, draw) => values[(chain * drawsPerChain + draw) * names.length + k],
  );
}

/** Sorts a copy. */
export function quantileOf(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}
