/** The verdict on a model's draws and its causes, at the end of a run and when a kept run is opened. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { faultInWords } from '../compile/value-checks.ts';
import type { Collected } from '../draws/collector.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { EnoughDraws } from '../report/enough-draws.ts';
import type { Diagnostics, SampleReport, SampleSettings, SummaryRow } from '../report/sample-report.ts';
import { explainVerdict } from './causes/explain-verdict.ts';
import { type Found, linesOf, modesContext, withModes } from './modes.ts';
import type { Parameters } from './parameter-reasons.ts';
import { processReasons } from './process-reach.ts';
import { solverOfDraws } from './solver-of-draws.ts';
import { withSplit } from './split-chains.ts';
import { rowCount } from './summary-rows.ts';
import { type FaultyDraws, type VerdictInput, verdict } from './verdict.ts';

/** Draws of a chain that fail one check. */
export interface KeptFault {
  readonly chain: number;
  readonly worst: ValueFault & { readonly draw: number };
  readonly draws: number;
}

interface JudgedRun {
  readonly program: Program;
  readonly data: LoadedData;
  readonly modelText: string;
  readonly ir: IrProgram;
  readonly collected: Collected;
  readonly rows: readonly SummaryRow[];
  readonly labels: QuantityLabels;
  readonly settings: SampleSettings;
  readonly tuned?: SampleReport['tuned'];
  /** Of each chain, all its transitions, where `thin` keeps only some of their draws. */
  readonly transitions?: VerdictInput['transitions'];
  readonly faults: readonly KeptFault[];
  /** Where some of the draws diverged; null where that was not kept. */
  readonly divergent: readonly DivergentPoint[] | null;
  /** Present if `draws = enough`. */
  readonly enough?: EnoughDraws | null;
  /** Result of the search for other modes; null or absent where there was none. */
  readonly modes?: Found | null;
}

export function judgeDraws(run: JudgedRun): Diagnostics {
  const { program, data, ir, rows, settings, divergent } = run;
  const { draws, stats, counts } = run.collected;
  const locate = createLineIndex(run.modelText);
  const lineOf = linesOf(ir, run.modelText);
  const parameters = parametersOf(ir);
  const solver = solverOfDraws(ir, draws);
  const { store } = settings;
  const left = store === undefined ? [] : ir.quantities.filter(({ name }) => !store.includes(name));
  const judged = verdict({
    rows,
    stats,
    chains: draws.chains,
    drawsPerChain: draws.drawsPerChain,
    counts,
    quantities: draws.drawsPerChain === 0 ? 0 : rowCount(draws.names, run.labels),
    settings,
    tuned: run.tuned,
    transitions: run.transitions,
    enough: run.enough,
    solver: solver === null ? null : { tolerance: solver, line: locate(solver.start).line },
    processes: processReasons(program, ir, draws, (offset) => locate(offset).line),
    parameters,
    lineOf,
    faults: faultsOf(run, (offset) => locate(offset).line),
  });
  const split = withSplit(judged, { program, draws, rows, settings });
  const known = divergent === null ? withoutPoints(split, settings.seed) : split;
  const points = divergent ?? [];
  const explained = explainVerdict(known, { program, data, ir, rows, draws, stats, divergent: points });
  const told = left.length === 0 ? explained : { ...explained, not_stored: left.map(({ name }) => name) };
  const { modes = null } = run;
  return modes === null ? told : withModes(told, modes, modesContext(ir, run.modelText, draws.names, rows));
}

/** A cause that shows where trajectories diverge may be there unseen. */
function withoutPoints(diagnostics: Diagnostics, seed: number): Diagnostics {
  const reasons = diagnostics.reasons.map((reason) =>
    reason.code === 'divergences'
      ? {
          ...reason,
          message: `${reason.message}. Where they diverged is not kept in the folder, so a term without a value there cannot be named; sampling again with seed ${seed} names it`,
        }
      : reason,
  );
  return { ...diagnostics, reasons };
}

/** Elements with an unconstrained coordinate of their own: one of the same name, possibly with a transform's suffix. */
function parametersOf(ir: IrProgram): Parameters {
  const names = new Set(ir.quantities.flatMap(({ name, kind }) => (kind === 'param' ? [name] : [])));
  return {
    free: new Set(ir.unconstrainedNames.map((name) => name.replace(/__\w+(?=\[|$)/, ''))),
    isParameter: (name) => names.has(name.split('[')[0]),
  };
}

/** Ties go to the first draw of the first chain, so that the order of messages does not matter. */
function worstFirst(a: KeptFault, b: KeptFault): number {
  return b.worst.amount - a.worst.amount || a.chain - b.chain || a.worst.draw - b.worst.draw;
}

/** Invalid draws grouped by the place in the model, with the worst of each. */
function faultsOf({ faults, ir }: JudgedRun, lineAt: (offset: number) => number): readonly FaultyDraws[] {
  return (ir.checks ?? []).flatMap((check, at) => {
    const found = faults.filter(({ worst }) => worst.check === at);
    if (found.length === 0) return [];
    const [{ worst, chain }] = found.toSorted(worstFirst);
    return [
      {
        words: `at draw ${worst.draw + 1} of chain ${chain + 1}, ${faultInWords(check, worst)}`,
        line: lineAt(check.span.start),
        draws: found.reduce((sum, { draws }) => sum + draws, 0),
      },
    ];
  });
}
