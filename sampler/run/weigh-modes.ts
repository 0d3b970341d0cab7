/** Type of the function that weighs the modes of a run. Callers pass it, since prediction is a room above this one. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { Collected } from '../draws/collector.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { ModeWeights } from '../report/mode-weights.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import type { FoundModes } from './scout-job.ts';

export interface RunToWeigh {
  readonly program: Program;
  readonly data: LoadedData;
  readonly ir: IrProgram;
  readonly collected: Collected;
  /** Summary over all chains. */
  readonly rows: readonly SummaryRow[];
  readonly labels: QuantityLabels;
  /** Result of the search for other modes; null where there was none. */
  readonly modes: FoundModes | null;
}

export type WeighModes = (run: RunToWeigh) => Promise<ModeWeights>;
