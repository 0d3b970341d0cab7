/** A run as a model for predictions: its program, its data, and where its draws are among the parameters. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { ForwardModel } from '../compile/compile-forward.ts';
import { elementNames } from '../compile/element-names.ts';
import type { Draws } from '../draws/draws.ts';
import { noDrawsOf } from '../model/no-draws.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunInfo } from '../store/run-folder.ts';
import { problem } from './error-diagnostic.ts';

export interface PosteriorModel {
  readonly info: RunInfo;
  readonly report: SampleReport | null;
  /** Damage to files of its chains, in words. */
  readonly damage: readonly string[];
  readonly program: Program;
  readonly data: LoadedData;
  readonly draws: Draws;
}

/** Evenly spaced draws of all chains, chain by chain: at most `most` of them. */
export function chosenDraws({ chains, drawsPerChain }: Draws, most: number): readonly number[] {
  const all = chains * drawsPerChain;
  const count = Math.min(all, most);
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * all) / count));
}

type MapResult =
  | { readonly kind: 'ok'; readonly map: DrawMap }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Like `mapDraws`, but requires all parameters of the model to be in the run, except drawn outcomes. */
export function mapAllDraws(
  model: ForwardModel,
  draws: Draws,
  drawn: ReadonlyMap<string, unknown> = new Map(),
): MapResult {
  const map = mapDraws(model, draws, (param) => !drawn.has(param));
  const lost = model.params.find(
    ({ name, offset, size }) => !drawn.has(name) && map.given.subarray(offset, offset + size).includes(0),
  );
  if (lost === undefined) return { kind: 'ok', map };
  const message = noDrawsOf(lost.name);
  const { span } = lost.origin;
  return { kind: 'invalid', diagnostics: [problem('run-names', message, span)] };
}

/** Where the elements of a forward model's parameters are among the draws. */
export interface DrawMap {
  /** 1 for elements in the draws. */
  readonly given: Uint8Array;
  /** Copies the elements that the draws have into the parameters. */
  copy(draw: number, params: Float64Array): void;
}

/** @param isSame whether an element of that name is the same unknown as the run's; all are by default. */
export function mapDraws(
  model: ForwardModel,
  { names, values }: Draws,
  isSame: (param: string, element: number) => boolean = () => true,
): DrawMap {
  const columns = new Map(names.map((name, k) => [name, k]));
  const from = new Int32Array(model.inputs.size).fill(-1);
  for (const param of model.params) {
    for (const [i, name] of elementNames(param).entries()) {
      if (isSame(param.name, i)) from[param.offset + i] = columns.get(name) ?? -1;
    }
  }
  const width = names.length;
  return {
    given: Uint8Array.from(from, (column) => (column < 0 ? 0 : 1)),
    copy(draw, params) {
      const first = draw * width;
      for (let i = 0; i < from.length; i++) if (from[i] >= 0) params[i] = values[first + from[i]];
    },
  };
}
