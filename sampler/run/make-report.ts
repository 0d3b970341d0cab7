/** The report of a run from its draws. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { hasOnlyDiscreteUnknowns } from '../compile/chance.ts';
import { judgeDraws } from '../diagnose/judge-draws.ts';
import type { Collected } from '../draws/collector.ts';
import type { TransitionTally } from '../draws/transition-tally.ts';
import { modelName } from '../model/check-model.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { CentringRow } from '../report/centring.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { EnoughDraws } from '../report/enough-draws.ts';
import type { ModeWeights } from '../report/mode-weights.ts';
import type { SampleReport, StartValues, SummaryRow, Timing, TunedChain } from '../report/sample-report.ts';
import { independentRows } from './independent-rows.ts';
import { withoutTails, withProbabilityNames } from './probability-rows.ts';
import type { ChainFault } from './run-chains.ts';
import { type RunSettings, settingsOfReport } from './sample-settings.ts';
import type { FoundModes } from './scout-job.ts';

interface ReportInput {
  readonly program: Program;
  readonly data: LoadedData;
  readonly modelText: string;
  readonly modelPath: string;
  readonly out: string | null;
  readonly settings: RunSettings;
  /** Draws per chain requested, or reached by `draws = enough`. */
  readonly draws: number;
  readonly ir: IrProgram;
  readonly collected: Collected;
  /** Result of `summarise`. */
  readonly rows: readonly SummaryRow[];
  /** Given starting values. */
  readonly start: StartValues | null;
  /** Null unless `draws = enough`. */
  readonly enough: EnoughDraws | null;
  readonly timing: Timing;
  /** Labels of discrete quantities. */
  readonly labels: QuantityLabels;
  /** In the order of the chains; null for one that did not finish tuning. */
  readonly tuned: readonly (TunedChain | null)[];
  /** Of each chain, all its transitions, where `thin` keeps only some of their draws. */
  readonly transitions: readonly (TransitionTally | null)[];
  /** Empty where every parameter was sampled as written. */
  readonly centring: readonly CentringRow[];
  /** Kept draws with an invalid value. */
  readonly faults: readonly ChainFault[];
  /** Where some of the draws diverged. */
  readonly divergent: readonly DivergentPoint[];
  /** Result of the search for other modes; null where there was none. */
  readonly modes: FoundModes | null;
  /** Weights of the modes, where requested. */
  readonly weights?: ModeWeights;
}

export function makeReport(run: ReportInput): SampleReport {
  const settings = settingsOfReport(run.settings, run.draws);
  const { chains, drawsPerChain } = run.collected.draws;
  const isExact = hasOnlyDiscreteUnknowns(run.ir) && (settings.method ?? 'nuts') === 'nuts';
  const own = withoutTails(run.ir, run.rows);
  const rows = isExact ? independentRows(own, chains * drawsPerChain) : own;
  const diagnostics = judgeDraws({ ...run, rows, settings });
  return {
    model: modelName(run.program, run.modelPath),
    seed: settings.seed,
    settings,
    summary: withProbabilityNames(run.ir, rows),
    diagnostics,
    timing: run.timing,
    ...(run.start === null ? {} : { started_from: run.start.from }),
    ...(run.enough === null ? {} : { enough: run.enough }),
    ...(run.tuned.some((chain) => chain !== null) ? { tuned: run.tuned } : {}),
    ...(run.centring.length === 0 ? {} : { centring: run.centring }),
    ...(hasOnlyDiscreteUnknowns(run.ir) ? { all_discrete: true } : {}),
    ...(run.weights === undefined ? {} : { mode_weights: run.weights }),
    draws: run.out,
  };
}
