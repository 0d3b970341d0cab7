/** Samples a model from its text, in this thread: for tests against formulas, grids and simulated data. */
import { analyze } from '../../../grammar/analyze.ts';
import type { LoadedData } from '../../../grammar/data.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import type { CompiledModel } from '../../../sampler/compile/compiled-model.ts';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { summary } from '../../../sampler/diagnose/summary.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { defaultChainSettings, runChain } from '../../../sampler/methods/nuts/chain.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';

export interface FitSettings {
  readonly seed: number;
  readonly chains?: number;
  readonly draws?: number;
  readonly tune?: number;
  readonly targetAccept?: number;
}

export interface Fit {
  readonly rows: ReadonlyMap<string, SummaryRow>;
  readonly divergences: number;
  readonly draws: Draws;
  /** Draws of an element, chain after chain. */
  column(name: string): Float64Array;
}

export interface Model {
  readonly program: Program;
  readonly data: LoadedData;
  readonly compiled: CompiledModel;
  readonly module: WebAssembly.Module;
}

/** @param data read as `data.json` by the model's text. @throws where the model has an error. */
export async function build(text: string, data: object = {}): Promise<Model> {
  const { program, diagnostics: syntax } = parse(text);
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const loaded = loadData(program, { modelPath: '/m.bayes', readFile: () => bytes });
  const found = [...syntax, ...loaded.diagnostics, ...analyze(program, loaded).diagnostics];
  const { ir, diagnostics } = lower(program, loaded);
  const errors = [...found, ...diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const at = errors.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`);
    throw new Error(at.join('\n'));
  }
  const compiled = compile(ir);
  return { program, data: loaded, compiled, module: new WebAssembly.Module(Uint8Array.from(compiled.wasm)) };
}

/** @throws where a chain finds no start. */
export function run({ compiled, module }: Pick<Model, 'compiled' | 'module'>, settings: FitSettings): Fit {
  const { names } = compiled;
  const { chains = 4, draws = 1000, tune = 500, targetAccept = 0.8 } = settings;
  const values = new Float64Array(chains * draws * names.length);
  let divergences = 0;
  for (let chain = 0; chain < chains; chain++) {
    const { density, constrain } = instantiate(compiled, module);
    const outcome = runChain(
      density,
      { ...defaultChainSettings, draws, tune, targetAccept },
      createRandom(settings.seed, chain),
      {
        draw(index, state, stats) {
          const at = (chain * draws + index) * names.length;
          constrain(state.position, values.subarray(at, at + names.length));
          divergences += stats.divergent ? 1 : 0;
        },
      },
      { now: () => 0 },
    );
    if (outcome.kind !== 'done') throw new Error(`chain ${chain} ended with ${outcome.kind}`);
  }
  const all = { names, chains, drawsPerChain: draws, values };
  return {
    rows: new Map(summary(all, noLabels).map((row) => [row.name, row])),
    divergences,
    draws: all,
    column(name) {
      const k = names.indexOf(name);
      if (k < 0) throw new Error(`no ${name} among ${names.join(', ')}`);
      return Float64Array.from({ length: chains * draws }, (_, i) => values[i * names.length + k]);
    },
  };
}

export async function sampleModel(text: string, settings: FitSettings, data: object = {}): Promise<Fit> {
  return run(await build(text, data), settings);
}
