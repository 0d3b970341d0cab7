/**
 * From a program in index notation to a WebAssembly module, every phase in order (the passes as in
 * `passes/index.ts`):
 *
 *   IR ─ canonical
 *      ─ prune ─ peel ─ unroll ─ select-rows ─ fold-data ─ select-rows ─ inline
 *      ─ collect-sums ─ fold-data ─ settle-choices ─ split-terms ─ sufficient-statistics ─ unroll ─ fuse-terms
 *      ─ merge-rows ─ row-products ─ spread-sums ─ hoist ─ prune
 *      ─ differentiate → loop program ─ lay out → instructions ─ encode → bytes
 *
 * Three functions go through the same phases: the log density with its gradient; `outputs`, which computes
 * from a draw the parameters on their own scale and the deterministic quantities; and `observe`, which
 * computes the parts of the likelihood. Only the first is differentiated.
 */
import type { ArrayId, IrProgram, IrStatement } from '../../grammar/ir.ts';
import { layOutBlock } from '../kernel/block-layout.ts';
import { layOutTuning } from '../kernel/tuning-layout.ts';
import type { CompiledModel, OutputArray } from './compiled-model.ts';
import { differentiate, evaluateOnly } from './differentiate/differentiate.ts';
import { operationsOf } from './differentiate/operations.ts';
import { drawnLevels } from './drawn-levels.ts';
import { elementNames } from './element-names.ts';
import { encodeModule } from './emit/bytes/encode-module.ts';
import type { WasmModule } from './emit/code.ts';
import { functionOf } from './emit/function.ts';
import { type Layout, layOut, MODEL_BASE } from './emit/layout.ts';
import { moduleOf } from './emit/module.ts';
import { bytesOfState, numbersOfMetric } from './emit/state-layout.ts';
import { distributionArrays } from './lower/distribution-arrays.ts';
import { arraysOfCentring } from './lower/partition-statements.ts';
import { outputDistribution } from './output-distribution.ts';
import { type LeftOut, NONE_LEFT_OUT, passes, runPasses } from './passes/index.ts';
import { type PassProgram, passProgram, sizeOf } from './passes/pass-program.ts';
import { arraysRead } from './passes/prune.ts';
import { unknownPosition } from './passes/unknown-positions.ts';
import { quantitiesByKernel, stretchesOf } from './quantity-stretches.ts';

/** Room for the trajectories of a tree of depth 20 (about three points a level), with some to spare. */
const STATES = 96;

/** The optimised program of the log density. */
export function optimiseDensity(ir: IrProgram, leftOut: LeftOut = NONE_LEFT_OUT): PassProgram {
  return runPasses(passProgram(ir, ir.statements, new Set()), leftOut);
}

/** The program of the log density as lowered and after each pass that changed it, for printing. */
export function densityPhases(
  ir: IrProgram,
  leftOut: LeftOut = NONE_LEFT_OUT,
): { readonly name: string; readonly ir: IrProgram }[] {
  const phases = [{ name: 'lowered', ir }];
  let program = passProgram(ir, ir.statements, new Set());
  const seen = new Set<string>();
  for (const { name, run } of passes) {
    if (leftOut.has(name)) continue;
    const next = run(program);
    const title = seen.has(name) ? `${name} again` : name;
    seen.add(name);
    if (changed(program, next)) phases.push({ name: title, ir: asIr(ir, next) });
    program = next;
  }
  return phases;
}

/** Why a program cannot be compiled without these passes; null where it can. */
export function needsPasses(ir: IrProgram, leftOut: LeftOut): string | null {
  if (!leftOut.has('fold-data')) return null;
  const program = runPasses(passProgram(ir, [...ir.statements, ...ir.generated], outputArrays(ir)), leftOut);
  const array = unknownPosition(program);
  return array === null
    ? null
    : `this model needs the pass fold-data: it reads elements at positions that depend on \`${array.name}\`, which that pass computes`;
}

function outputArrays(ir: IrProgram): ReadonlySet<ArrayId> {
  return new Set([...ir.quantities.map((q) => q.array), ...observedArrays(ir)]);
}

/** What `observe` computes: the likelihood's parts. */
function observedArrays(ir: IrProgram): ReadonlySet<ArrayId> {
  return new Set(
    ir.observations.flatMap((o) => [o.logLikelihood, o.datum, ...distributionArrays(o.distribution)]),
  );
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

/** The arrays and indices used by the statements, as a program that can be printed. */
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

/**
 * The whole module as instructions, and the addresses of its outputs.
 * @param stored names of the quantities that a draw is to have alone: a block has room for more such draws.
 */
export function compileToCode(
  ir: IrProgram,
  leftOut: LeftOut = NONE_LEFT_OUT,
  stored: ReadonlySet<string> | null = null,
): {
  readonly module: WasmModule;
  readonly model: Omit<CompiledModel, 'wasm'>;
} {
  const bytes = 8 * ir.dimension;
  const position = MODEL_BASE;
  const gradient = position + align(bytes);
  const inverseMass = gradient + align(bytes);
  const degrees = inverseMass + align(bytes);
  const degreesOfCentring = new Float64Array(countDegrees(ir)).fill(1);
  const drawn = degrees + align(degreesOfCentring.byteLength);
  const shared = new Map<Float64Array, number>();
  const densityProgram = optimiseDensity(ir, leftOut);
  const density = differentiate(densityProgram);
  const start = drawn + align(8 * countDrawn(ir));
  const fixed = { position, gradient, gradientBytes: bytes, degrees, drawn, start, shared };
  const densityLayout = layOut(densityProgram, density, fixed);
  const densityFunction = functionOf('density', densityProgram, density, densityLayout);

  const quantityArrays = new Set(ir.quantities.map((q) => q.array));
  const outputs = valuesFunction(
    'outputs',
    ir,
    quantityArrays,
    { ...fixed, start: densityLayout.end() },
    leftOut,
  );
  const observe = valuesFunction(
    'observe',
    ir,
    observedArrays(ir),
    { ...fixed, start: outputs.layout.end() },
    leftOut,
  );

  const checks = ir.checks ?? [];
  const check =
    checks.length === 0
      ? null
      : valuesFunction(
          'check',
          ir,
          new Set(checks.map(({ array }) => array)),
          { ...fixed, start: observe.layout.end() },
          leftOut,
        );

  const centrings = ir.centrings ?? [];
  const centring =
    centrings.length === 0
      ? null
      : valuesFunction(
          'centring',
          ir,
          new Set(centrings.flatMap(arraysOfCentring)),
          { ...fixed, start: (check ?? observe).layout.end() },
          leftOut,
        );

  const levels = drawnLevels(ir);
  const draws =
    levels.length === 0
      ? null
      : valuesFunction(
          'draws',
          ir,
          new Set(levels.flat().flatMap(({ distribution }) => distributionArrays(distribution))),
          { ...fixed, start: (centring ?? check ?? observe).layout.end() },
          leftOut,
        );

  const metric = align((draws ?? centring ?? check ?? observe).layout.end());
  const block = align(metric + 8 * numbersOfMetric(ir.dimension));
  const quantities = ir.quantities.map((q) => ({
    address: outputs.layout.arrayAddress(q.array, 'value'),
    size: sizeOf(q.shape),
  }));
  const bytesOfBlock = (kept: typeof quantities) => {
    const byKernel = quantitiesByKernel(levels, stretchesOf(kept));
    return layOutBlock({
      dimension: ir.dimension,
      quantities: byKernel.reduce((sum, { size }) => sum + size, 0),
      stretches: byKernel.length,
      pieces: centrings.length,
    }).bytes;
  };
  const kept = stored === null ? quantities : quantities.filter((_, k) => stored.has(ir.quantities[k].name));
  const tuning = align(block + Math.max(bytesOfBlock(quantities), bytesOfBlock(kept)));
  const states = align(tuning + layOutTuning(ir.dimension).bytes);
  const pages = Math.ceil((states + STATES * bytesOfState(ir.dimension)) / 65536);
  const module = moduleOf({
    dimension: ir.dimension,
    position,
    gradient,
    inverseMass,
    pages,
    functions: [
      densityFunction,
      outputs.function,
      observe.function,
      ...(check === null ? [] : [check.function]),
      ...(centring === null ? [] : [centring.function]),
      ...(draws === null ? [] : [draws.function]),
    ],
  });
  const shapeOf = new Map(ir.arrays.map((a) => [a.id, a.shape]));
  const place = (layout: Layout, array: ArrayId): OutputArray => ({
    address: layout.arrayAddress(array, 'value'),
    shape: shapeOf.get(array) ?? [],
  });
  return {
    module,
    model: {
      dimension: ir.dimension,
      operations: operationsOf(density, (id) => sizeOf(densityProgram.arrays.get(id)?.shape ?? [])),
      unconstrainedNames: ir.unconstrainedNames,
      segments: [
        densityLayout,
        outputs.layout,
        observe.layout,
        ...(check === null ? [] : [check.layout]),
        ...(centring === null ? [] : [centring.layout]),
        ...(draws === null ? [] : [draws.layout]),
      ]
        .flatMap((layout) => layout.segments())
        .concat(
          centring === null ? [] : [{ address: degrees, bytes: new Uint8Array(degreesOfCentring.buffer) }],
        ),
      memory: { position, gradient, inverseMass, metric, block, tuning, states, pages },
      quantities: ir.quantities.map((q, k) => ({
        name: q.name,
        kind: q.kind,
        shape: q.shape,
        dims: q.dims,
        origin: q.origin,
        ...(q.labelsOf === undefined ? {} : { labelsOf: q.labelsOf }),
        ...quantities[k],
      })),
      names: ir.quantities.flatMap(elementNames),
      centrings:
        centring === null
          ? []
          : centrings.map(({ name, free, degree, location, scale, sequence }) => ({
              name,
              offset: ir.arrays.find(({ id }) => id === free)?.offset ?? 0,
              degrees: {
                address: densityLayout.arrayAddress(degree, 'value'),
                shape: shapeOf.get(degree) ?? [],
              },
              location: place(centring.layout, location),
              scale: place(centring.layout, scale),
              ...(sequence === undefined
                ? {}
                : { sequence: { ...sequence, shift: place(centring.layout, sequence.shift) } }),
            })),
      draws:
        draws === null
          ? []
          : levels.map((level) =>
              level.map(({ name, array, distribution, shape, along }) => ({
                name,
                values: place(outputs.layout, array),
                distribution: outputDistribution(distribution, (id) => place(draws.layout, id)),
                shape,
                ...(along === undefined ? {} : { along }),
              })),
            ),
      checks: check === null ? [] : checks.map((c) => ({ ...c, values: place(check.layout, c.array) })),
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

function countDegrees(ir: IrProgram): number {
  return ir.arrays.reduce((sum, { role, shape }) => (role === 'centring' ? sum + sizeOf(shape) : sum), 0);
}

function countDrawn({ arrays }: IrProgram): number {
  return arrays.reduce((sum, { role, shape }) => (role === 'drawn' ? sum + sizeOf(shape) : sum), 0);
}

export function compile(
  ir: IrProgram,
  leftOut: LeftOut = NONE_LEFT_OUT,
  stored: ReadonlySet<string> | null = null,
): CompiledModel {
  const { module, model } = compileToCode(ir, leftOut, stored);
  return { ...model, wasm: encodeModule(module) };
}

export function valuesFunction(
  name: string,
  ir: IrProgram,
  kept: ReadonlySet<ArrayId>,
  fixed: Parameters<typeof layOut>[2],
  leftOut: LeftOut = NONE_LEFT_OUT,
) {
  const values = [...ir.statements, ...ir.generated].filter((s) => s.kind !== 'term');
  const w = runPasses(passProgram(ir, values, kept), leftOut);
  const program = evaluateOnly(w);
  const layout = layOut(w, program, fixed);
  return { layout, function: functionOf(name, w, program, layout) };
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
