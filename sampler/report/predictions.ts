/**
 * Predictions from a model's prior, or from a kept run: requests `prior`, `ppc` and `predict` of the host, and the
 * command line's output. Plain JSON; numbers that are not finite are null.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { QuantityRow, StatisticRow } from './predictive-summary.ts';
import type { PredictiveData, PriorRemark } from './run-questions.ts';

/** caller → host, request `prior`. */
export interface PriorParams {
  readonly version: number;
  readonly modelText: string;
  /** Absolute path of the `.bayes` file. */
  readonly modelPath: string;
  /** 1000 unless stated. */
  readonly draws?: number;
  /** By default the model's seed, else a fresh one. */
  readonly seed?: number;
}

interface PriorReport {
  readonly model: string;
  readonly seed: number;
  readonly draws: number;
  /** Parameters, derived quantities, and each element of the implied data. */
  readonly quantities: readonly QuantityRow[];
  readonly statistics: readonly StatisticRow[];
  readonly data: readonly PredictiveData[];
  /** Quantities that are computed given the observed data, so not before them. */
  readonly left_out: readonly string[];
  readonly remarks: readonly PriorRemark[];
}

export type PriorResult =
  | { readonly kind: 'done'; readonly report: PriorReport }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** caller → host, request `ppc`. */
export interface PpcParams {
  readonly version: number;
  /** The run's folder. */
  readonly folder: string;
  /** Draws of the run to use: 1000 unless stated. */
  readonly draws?: number;
  /** The run's seed unless stated. */
  readonly seed?: number;
  /** As `name = expression`. */
  readonly statistics?: readonly string[];
}

export interface PredictionReport {
  /** Name of the `predict` statement, or of the file. Empty for replications of the fitted data. */
  readonly name: string;
  readonly model: string;
  readonly seed: number;
  readonly draws: number;
  /** The draws are provisional: the run's diagnostics fail, or it did not end. */
  readonly provisional: boolean;
  readonly quantities: readonly QuantityRow[];
  readonly statistics: readonly StatisticRow[];
  readonly data: readonly PredictiveData[];
}

/** caller → host, request `predict`. */
export interface PredictParams {
  readonly version: number;
  readonly folder: string;
  /** New files, by absolute path, each replacing that of a data block; absent for the model's `predict` statements. */
  readonly files?: readonly { readonly path: string; readonly replaces: string | null }[];
  /** 4000 unless stated. */
  readonly draws?: number;
  readonly seed?: number;
}

export type PredictionsResult =
  | { readonly kind: 'done'; readonly reports: readonly PredictionReport[] }
  /** The request is wrong, or the folder is not a run. */
  | { readonly kind: 'problem'; readonly message: string }
  /** Located in `modelText`, the run's model. */
  | {
      readonly kind: 'invalid';
      readonly modelPath: string;
      readonly modelText: string;
      readonly diagnostics: readonly Diagnostic[];
    };
