/** The result of compilation: plain data that can be sent to a worker thread. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import type { DrawnAlong, ObservedDistribution, Origin, Quantity, ValueCheck } from '../../grammar/ir.ts';
import type { Segment } from './emit/layout.ts';

export interface CompiledModel {
  readonly dimension: number;
  /** Estimated operations of the density with its gradient. */
  readonly operations: number;
  readonly unconstrainedNames: readonly string[];
  readonly wasm: Uint8Array;
  readonly segments: readonly Segment[];
  readonly memory: {
    /** Where the density reads the position and writes its gradient. */
    readonly position: number;
    readonly gradient: number;
    readonly inverseMass: number;
    /** Room for a metric beyond the diagonal. */
    readonly metric: number;
    /** Room for a block of draws (`kernel/block-layout.ts`). */
    readonly block: number;
    /** Room for what tuning learns (`kernel/tuning-layout.ts`). */
    readonly tuning: number;
    /** First free byte: states are laid out from here. */
    readonly states: number;
    readonly pages: number;
  };
  /** Parameters and deterministic quantities, in order of declaration. */
  readonly quantities: readonly OutputQuantity[];
  /** One name per element of the quantities, in order. */
  readonly names: readonly string[];
  readonly observations: readonly OutputObservation[];
  /** Parameters whose degrees of centring inference may change; empty unless requested. */
  readonly centrings: readonly OutputCentring[];
  /** Quantities drawn after each kept draw, level by level: those of a level depend on earlier levels. */
  readonly draws: readonly (readonly OutputDraw[])[];
  /** Values checked where a chain starts and at kept draws. */
  readonly checks: readonly OutputCheck[];
}

/** `values` are valid after `check`. */
type OutputCheck = ValueCheck & { readonly values: OutputArray };

/** The distribution's arguments are valid after `draws`, where earlier levels have been drawn. */
export interface OutputDraw {
  readonly name: string;
  /** Written by the draw. */
  readonly values: OutputArray;
  readonly distribution: OutputDistribution;
  /** Batch shape: one draw per position. */
  readonly shape: readonly number[];
  /** How they are drawn one after another, the arguments being computed before each. */
  readonly along?: DrawnAlong;
}

interface OutputCentring {
  /** The parameter. */
  readonly name: string;
  /** Where its elements begin in the unconstrained vector. */
  readonly offset: number;
  /** Written by inference; 1 at first. */
  readonly degrees: OutputArray;
  /** Valid after `centring`. */
  readonly location: OutputArray;
  readonly scale: OutputArray;
  readonly sequence?: { readonly shift: OutputArray; readonly size: number };
}

export interface OutputQuantity {
  readonly name: string;
  readonly kind: Quantity['kind'];
  readonly shape: readonly number[];
  readonly dims: Quantity['dims'];
  readonly origin: Origin;
  /** The dimension whose labels its values are. */
  readonly labelsOf?: string;
  /** Address of its values after `outputs`. */
  readonly address: number;
  readonly size: number;
}

/** A place in memory, valid after `observe`. */
export interface OutputArray {
  readonly address: number;
  readonly shape: readonly number[];
}

export interface OutputObservation {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dims: Quantity['dims'];
  readonly distribution: OutputDistribution;
  readonly logLikelihood: OutputArray;
  readonly observed: Float64Array | null;
  readonly origin: Origin;
}

/** Like `ObservedDistribution`, with addresses instead of arrays. */
export type OutputDistribution =
  | {
      readonly kind: 'plain';
      readonly name: string;
      readonly own?: Distribution;
      readonly args: Readonly<Record<string, OutputArray>>;
      readonly inner?: Readonly<Record<string, OutputDistribution>>;
    }
  | {
      readonly kind: Exclude<ObservedDistribution['kind'], 'plain' | 'mixture'>;
      readonly base: OutputDistribution;
      readonly lower?: OutputArray;
      readonly upper?: OutputArray;
    }
  | {
      readonly kind: 'mixture';
      readonly weights: OutputArray;
      readonly components: readonly OutputDistribution[];
    };
