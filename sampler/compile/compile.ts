/**
 * From a program in index notation to a WebAssembly module, every phase in order:
 *
 *   IR ─ canonical ─ prune ─ peel ─ unroll ─ foldData ─ inline ─ foldData ─ splitTerms
 *      ─ sufficientStatistics ─ unroll ─ fuseTerms ─ hoist ─ prune
 *      ─ differentiate → loop program ─ lay out, print → WebAssembly text ─ assemble → bytes
 *
 * Two functions come of it by the same phases: the log density with its gradient, and what is read of a
 * draw (parameters on their own scale, deterministic quantities; with `observe` the likelihood's parts).
 */
import type { ArrayId, IrProgram, IrStatement, ObservedDistribution } from '../../grammar/ir.ts';
import { assemble } from './assemble.ts';
import type { CompiledModel, OutputArray, OutputDistribution } from './compiled-model.ts';
import { differentiate, evaluateOnly } from './differentiate/differentiate.ts';
import { elementNames } from './element-names.ts';
import { type Layout, layOut, MODEL_BASE } from './emit/layout.ts';
import { printModule } from './emit/module.ts';
import { bytesOfState } from './emit/state-layout.ts';
import { printFunction } from './emit/wat.ts';
import { createBuilder } from './graph/builder.ts';
import { distributionArrays } from './lower/distribution-arrays.ts';
import { foldData } from './passes/fold-data.ts';
import { fuseTerms } from './passes/fuse-terms.ts';
import { hoist } from './passes/hoist.ts';
import { inline } from './passes/inline.ts';
import { type PassProgram, sizeOf } from './passes/pass-program.ts';
import { peel } from './passes/peel.ts';
import { arraysRead, prune } from './passes/prune.ts';
import { splitTerms } from './passes/split-terms.ts';
import { sufficientStatistics } from './passes/sufficient-statistics.ts';
import { unroll } from './passes/unroll.ts';

/** Room for the trajectories of a tree of depth 20 (about three points a level), with some to spare. */
const STATES = 96;

/** The optimised program of the log density: for printing, and for `differentiate`. */
export function optimiseDensity(ir: IrProgram): PassProgram {
  return optimise(passProgram(ir, ir.statements, new Set()));
}

/** The passes in order. Each is a pure function from program to program. */
const passes: readonly { readonly name: string; readonly run: (w: PassProgram) => PassProgram }[] = [
  { name: 'prune', run: prune },
  { name: 'peel', run: peel },
  { name: 'unroll', run: unroll },
  { name: 'fold data', run: foldData },
  { name: 'inline', run: inline },
  { name: 'fold data again', run: foldData },
  { name: 'split terms', run: splitTerms },
  { name: 'sufficient statistics', run: sufficientStatistics },
  { name: 'unroll again', run: unroll },
  { name: 'fuse terms', run: fuseTerms },
  { name: 'hoist', run: hoist },
  { name: 'prune again', run: prune },
];

function optimise(w: PassProgram): PassProgram {
  return passes.reduce((program, pass) => pass.run(program), w);
}

/** The program of the log density as lowered and after each pass that changed it, for printing. */
export function densityPhases(ir: IrProgram): { readonly name: string; readonly ir: IrProgram }[] {
  const phases = [{ name: 'lowered', ir }];
  let w = passProgram(ir, ir.statements, new Set());
  for (const { name, run } of passes) {
    const next = run(w);
    if (changed(w, next)) phases.push({ name, ir: asIr(ir, next) });
    w = next;
  }
  return phases;
}

function changed(before: PassProgram, after: PassProgram): boolean {
  const { statements } = before;
  const same = (s: IrStatement, k: number): boolean => {
    const other = statements[k];
    if (s.kind !== other.kind) return false;
    if (s.kind === 'kernel' || other.kind === 'kernel') return s === other;
    return s.body === other.body && s.indices.length === other.indices.length;
  };
  return after.statements.length !== statements.length || !after.statements.every(same);
}

/** Only what the statements mention, as a program that can be printed. */
function asIr(ir: IrProgram, w: PassProgram): IrProgram {
  const mentioned = new Set(
    w.statements.flatMap((s) => [
      ...arraysRead(s),
      ...(s.kind === 'define' ? [s.array] : s.kind === 'kernel' ? [s.output] : []),
    ]),
  );
  const arrays = [...w.arrays.values()].filter((a) => mentioned.has(a.id));
  return {
    ...ir,
    arrays,
    constants: w.constants,
    statements: w.statements,
    generated: [],
    quantities: [],
    observations: [],
  };
}

function passProgram(
  ir: IrProgram,
  statements: readonly IrStatement[],
  kept: ReadonlySet<ArrayId>,
): PassProgram {
  const builder = createBuilder();
  let nextArray = 1 + Math.max(0, ...ir.arrays.map((a) => a.id));
  let nextIndex = 1_000_000; // above any of the lowering's
  return {
    builder,
    arrays: new Map(ir.arrays.map((a) => [a.id, a])),
    constants: ir.constants,
    statements: statements.map((s) => (s.kind === 'kernel' ? s : { ...s, body: builder.canonical(s.body) })),
    kept,
    constantTerm: 0,
    fresh: { array: () => nextArray++, index: () => nextIndex++ },
  };
}

/** WebAssembly text of the whole module, and where its outputs lie. */
export function compileToText(ir: IrProgram): {
  readonly text: string;
  readonly model: Omit<CompiledModel, 'wasm'>;
} {
  const bytes = 8 * ir.dimension;
  const position = MODEL_BASE;
  const gradient = position + align(bytes);
  const inverseMass = gradient + align(bytes);
  const shared = new Map<Float64Array, number>();
  const densityProgram = optimiseDensity(ir);
  const density = differentiate(densityProgram);
  const fixed = { position, gradient, gradientBytes: bytes, start: inverseMass + align(bytes), shared };
  const densityLayout = layOut(densityProgram, density, fixed);
  const densityText = printFunction('density', densityProgram, density, densityLayout);

  const quantityArrays = new Set(ir.quantities.map((q) => q.array));
  const outputs = valuesFunction('outputs', ir, quantityArrays, { ...fixed, start: densityLayout.end() });
  const observedArrays = new Set(
    ir.observations.flatMap((o) => [o.logLikelihood, o.datum, ...distributionArrays(o.distribution)]),
  );
  const observe = valuesFunction('observe', ir, observedArrays, { ...fixed, start: outputs.layout.end() });

  const states = align(observe.layout.end());
  const pages = Math.ceil((states + STATES * bytesOfState(ir.dimension)) / 65536);
  const text = printModule({
    dimension: ir.dimension,
    position,
    gradient,
    inverseMass,
    pages,
    functions: [densityText, outputs.text, observe.text],
  });
  const shapeOf = new Map(ir.arrays.map((a) => [a.id, a.shape]));
  const place = (layout: Layout, array: ArrayId): OutputArray => ({
    address: layout.arrayAddress(array, 'value'),
    shape: shapeOf.get(array) ?? [],
  });
  return {
    text,
    model: {
      dimension: ir.dimension,
      unconstrainedNames: ir.unconstrainedNames,
      segments: [...densityLayout.segments(), ...outputs.layout.segments(), ...observe.layout.segments()],
      memory: { inverseMass, states, pages },
      quantities: ir.quantities.map((q) => ({
        name: q.name,
        kind: q.kind,
        shape: q.shape,
        dims: q.dims,
        origin: q.origin,
        address: outputs.layout.arrayAddress(q.array, 'value'),
        size: sizeOf(q.shape),
      })),
      names: ir.quantities.flatMap(elementNames),
      observations: ir.observations.map((o) => ({
        name: o.name,
        shape: o.shape,
        dims: o.dims,
        origin: o.origin,
        distribution: outputDistribution(o.distribution, (id) => place(observe.layout, id)),
        logLikelihood: place(observe.layout, o.logLikelihood),
        observed: ir.constants.get(o.datum) ?? null,
      })),
    },
  };
}

export async function compile(ir: IrProgram): Promise<CompiledModel> {
  const { text, model } = compileToText(ir);
  return { ...model, wasm: await assemble(text) };
}

export function valuesFunction(
  name: string,
  ir: IrProgram,
  kept: ReadonlySet<ArrayId>,
  fixed: Parameters<typeof layOut>[2],
) {
  const values = [...ir.statements, ...ir.generated].filter((s) => s.kind !== 'term');
  const w = optimise(passProgram(ir, values, kept));
  const program = evaluateOnly(w);
  const layout = layOut(w, program, fixed);
  return { layout, text: printFunction(name, w, program, layout) };
}

export function outputDistribution(
  d: ObservedDistribution,
  place: (id: ArrayId) => OutputArray,
): OutputDistribution {
  switch (d.kind) {
    case 'plain':
      return {
        kind: 'plain',
        name: d.name,
        args: Object.fromEntries(Object.entries(d.args).map(([k, id]) => [k, place(id)])),
        ...(d.inner === undefined
          ? {}
          : {
              inner: Object.fromEntries(
                Object.entries(d.inner).map(([k, inner]) => [k, outputDistribution(inner, place)]),
              ),
            }),
      };
    case 'mixture':
      return {
        kind: 'mixture',
        weights: place(d.weights),
        components: d.components.map((c) => outputDistribution(c, place)),
      };
    case 'truncated':
    case 'censored':
      return {
        kind: d.kind,
        base: outputDistribution(d.base, place),
        ...(d.lower === undefined ? {} : { lower: place(d.lower) }),
        ...(d.upper === undefined ? {} : { upper: place(d.upper) }),
      };
  }
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
