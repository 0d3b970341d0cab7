/**
 * The forward model: a function of the parameters on their own scale, for prior and predictive draws. Prior
 * draws fill in the parameters level by level, starting with those whose priors depend on no other (ancestral
 * sampling); posterior draws set all parameters at once.
 *
 * One function per level of the hierarchy computes the arguments of that level's priors; `rest` computes
 * the deterministic quantities and the arguments of the observations. Compiled as `compile` does it.
 */
import type {
  ArrayDecl,
  ArrayId,
  DrawnAlong,
  IrProgram,
  IrStatement,
  ObservedDistribution,
} from '../../grammar/ir.ts';
import { align, valuesFunction } from './compile.ts';
import type { OutputArray, OutputDistribution, OutputObservation, OutputQuantity } from './compiled-model.ts';
import { encodeModule } from './emit/bytes/encode-module.ts';
import type { WasmFunction, WasmModule } from './emit/code.ts';
import { type Layout, MODEL_BASE, type Segment } from './emit/layout.ts';
import { distributionArrays } from './lower/distribution-arrays.ts';
import { outputDistribution } from './output-distribution.ts';
import { chooseElements } from './passes/choose-elements.ts';
import { sizeOf } from './passes/pass-program.ts';
import { arraysRead } from './passes/prune.ts';
import type { DatumPart } from './places-of-part.ts';

export interface ForwardModel {
  readonly wasm: Uint8Array;
  readonly segments: readonly Segment[];
  /** The parameters, concatenated in order of declaration. */
  readonly inputs: { readonly address: number; readonly size: number };
  /** In order of declaration. */
  readonly params: readonly ForwardParam[];
  /** Names of the functions of the levels, to be run in this order. */
  readonly levels: readonly string[];
  readonly deterministics: readonly OutputQuantity[];
  readonly observations: readonly ForwardObservation[];
}

export interface ForwardParam extends Omit<OutputQuantity, 'address'> {
  /** Offset of its first element in the inputs. */
  readonly offset: number;
  readonly prior: ForwardPrior | null;
}

export interface ForwardPrior {
  /** The level after whose function the arguments can be read. */
  readonly level: number;
  readonly distribution: OutputDistribution;
  readonly shape: readonly number[];
  readonly constraint: string | null;
  /** Axes along which the elements sum to zero. */
  readonly zeroSumAxes?: readonly number[];
  /** How elements are drawn one after another, the level being run before each. */
  readonly along?: DrawnAlong;
  /** Names of the parameters that its arguments depend on. */
  readonly dependsOn: readonly string[];
}

export interface ForwardObservation extends Omit<OutputObservation, 'observed' | 'logLikelihood'> {
  /** The values observed: over `shape`, then the axes of one draw. */
  readonly datum: OutputArray;
  readonly part: DatumPart;
  /** Of vectors with missing values the log likelihood is that of the known ones. */
  readonly isMarginal: boolean;
  /** Names of the parameters, imputed and drawn data among them, that its arguments depend on. */
  readonly dependsOn: readonly string[];
  /** Over `shape`, after `rest`; null unless requested. */
  readonly logLikelihood: OutputArray | null;
}

interface ForwardOutputs {
  /** `rest` computes the log likelihood of every observation too. */
  readonly logLikelihood?: boolean;
}

/** @param ir lowered with `priors: true` where they are to be drawn from. */
export function compileForward(ir: IrProgram, outputs: ForwardOutputs = {}): ForwardModel {
  const { module, model } = forwardToCode(ir, outputs);
  return { ...model, wasm: encodeModule(module) };
}

export function forwardToCode(
  ir: IrProgram,
  { logLikelihood = false }: ForwardOutputs = {},
): { readonly module: WasmModule; readonly model: Omit<ForwardModel, 'wasm'> } {
  const params = ir.quantities.filter(({ kind }) => kind !== 'deterministic');
  const offsets = new Map<ArrayId, number>();
  let size = 0;
  for (const { array, shape } of params) {
    offsets.set(array, size);
    size += sizeOf(shape);
  }
  const inputsOnly = withParametersAsInputs(ir, offsets);
  const dependencies = dependenciesOf(inputsOnly, offsets);
  const program = chooseElements(inputsOnly, (id) => (dependencies.get(id)?.size ?? 0) > 0);
  const levelOf = levels(ir, dependencies);

  const inputs = MODEL_BASE;
  const fixed = {
    position: inputs,
    gradient: 0,
    gradientBytes: 0,
    degrees: 0,
    drawn: 0,
    start: inputs + align(8 * size),
    shared: new Map<Float64Array, number>(),
  };
  const made: { readonly function: WasmFunction; readonly layout: Layout }[] = [];
  const values = (name: string, kept: ReadonlySet<ArrayId>): Layout => {
    const start = made.at(-1)?.layout.end() ?? fixed.start;
    const one = valuesFunction(name, program, kept, { ...fixed, start });
    made.push(one);
    return one.layout;
  };
  const count = 1 + Math.max(-1, ...levelOf.values());
  const layouts = Array.from({ length: count }, (_, level) => {
    const own = ir.priors.filter(({ array }) => levelOf.get(array) === level);
    return values(
      `level_${level}`,
      new Set(own.flatMap(({ distribution }) => distributionArrays(distribution))),
    );
  });
  const deterministics = ir.quantities.filter(({ kind }) => kind === 'deterministic');
  const rest = values(
    'rest',
    new Set([
      ...deterministics.map(({ array }) => array),
      ...ir.observations.flatMap(({ datum, distribution }) => [datum, ...distributionArrays(distribution)]),
      ...(logLikelihood ? ir.observations.map((o) => o.logLikelihood) : []),
    ]),
  );

  const shapeOf = new Map(program.arrays.map(({ id, shape }) => [id, shape]));
  const place =
    (layout: Layout) =>
    (id: ArrayId): OutputArray => ({
      address: layout.arrayAddress(id, 'value'),
      shape: shapeOf.get(id) ?? [],
    });
  const behind = (d: ObservedDistribution): readonly string[] => {
    const found = new Set(distributionArrays(d).flatMap((id) => [...(dependencies.get(id) ?? [])]));
    return params.filter((p) => found.has(p.array)).map(({ name }) => name);
  };
  const priorOf = (array: ArrayId): ForwardPrior | null => {
    const prior = ir.priors.find((p) => p.array === array);
    const level = levelOf.get(array);
    if (prior === undefined || level === undefined) return null;
    return {
      level,
      distribution: outputDistribution(prior.distribution, place(layouts[level])),
      shape: prior.shape,
      constraint: prior.constraint,
      ...(prior.zeroSumAxes === undefined ? {} : { zeroSumAxes: prior.zeroSumAxes }),
      ...(prior.along === undefined ? {} : { along: prior.along }),
      dependsOn: behind(prior.distribution).filter((name) => name !== prior.name),
    };
  };
  const model = {
    segments: made.flatMap(({ layout }) => layout.segments()),
    inputs: { address: inputs, size },
    params: params.map(({ array, ...quantity }) => ({
      ...quantity,
      size: sizeOf(quantity.shape),
      offset: offsets.get(array) ?? 0,
      prior: priorOf(array),
    })),
    levels: layouts.map((_, level) => `level_${level}`),
    deterministics: deterministics.map(({ array, ...quantity }) => ({
      ...quantity,
      address: rest.arrayAddress(array, 'value'),
      size: sizeOf(quantity.shape),
    })),
    observations: ir.observations.map(
      ({ name, shape, dims, origin, distribution, datum, from, kept, ...own }) => ({
        name,
        shape,
        dims,
        origin,
        part: { from, kept },
        isMarginal: own.isMarginal === true,
        distribution: outputDistribution(distribution, place(rest)),
        datum: place(rest)(datum),
        dependsOn: behind(distribution),
        logLikelihood: logLikelihood ? place(rest)(own.logLikelihood) : null,
      }),
    ),
  };
  return {
    module: moduleOf(
      made.map((one) => one.function),
      rest.end(),
    ),
    model,
  };
}

/** Turns the parameters' arrays into slices of the input, and removes their definitions and the density. */
function withParametersAsInputs(ir: IrProgram, offsets: ReadonlyMap<ArrayId, number>): IrProgram {
  const keeps = (s: IrStatement): boolean => {
    if (s.kind === 'term') return false;
    return !offsets.has(s.kind === 'define' ? s.array : s.output);
  };
  const arrays = ir.arrays.map((array): ArrayDecl => {
    const offset = offsets.get(array.id);
    return offset === undefined ? array : { ...array, role: 'unconstrained', offset };
  });
  return { ...ir, arrays, statements: ir.statements.filter(keeps), generated: ir.generated.filter(keeps) };
}

/** Names of the parameters, imputed and drawn data among them, that an array depends on. */
export function createDependsOn(ir: IrProgram): (array: ArrayId) => ReadonlySet<string> {
  const params = ir.quantities.filter(({ kind }) => kind !== 'deterministic');
  const nameOf = new Map(params.map(({ array, name }) => [array, name]));
  const offsets = new Map(params.map(({ array }) => [array, 0]));
  const found = dependenciesOf(withParametersAsInputs(ir, offsets), offsets);
  return (array) => new Set([...(found.get(array) ?? [])].flatMap((id) => nameOf.get(id) ?? []));
}

/** The parameters that each array depends on. */
function dependenciesOf(
  program: IrProgram,
  offsets: ReadonlyMap<ArrayId, number>,
): ReadonlyMap<ArrayId, ReadonlySet<ArrayId>> {
  const found = new Map<ArrayId, Set<ArrayId>>();
  for (const id of offsets.keys()) found.set(id, new Set([id]));
  for (const statement of [...program.statements, ...program.generated]) {
    if (statement.kind === 'term') continue;
    const own = statement.kind === 'define' ? statement.array : statement.output;
    const all = found.get(own) ?? new Set<ArrayId>();
    for (const id of arraysRead(statement)) for (const param of found.get(id) ?? []) all.add(param);
    found.set(own, all);
  }
  return found;
}

/**
 * A prior's level is one above those of the parameters that it depends on. Imputed data have no prior and
 * count as given: a prior that depends on them is drawn with whatever the input holds.
 */
function levels(
  ir: IrProgram,
  dependencies: ReadonlyMap<ArrayId, ReadonlySet<ArrayId>>,
): ReadonlyMap<ArrayId, number> {
  const level = new Map<ArrayId, number>();
  for (const { array, along } of ir.priors) {
    if (level.has(array)) continue;
    // Those that are drawn together depend on each other.
    const together = along?.together?.arrays ?? [array];
    const parents = new Set(
      ir.priors
        .filter((prior) => together.includes(prior.array))
        .flatMap(({ distribution }) => distributionArrays(distribution))
        .flatMap((id) => [...(dependencies.get(id) ?? [])]),
    );
    const own = 1 + Math.max(-1, ...[...parents].map((id) => level.get(id) ?? -1));
    for (const one of together) level.set(one, own);
  }
  return level;
}

/** Each function exported under its name. */
function moduleOf(functions: readonly WasmFunction[], end: number): WasmModule {
  return {
    pages: Math.ceil(end / 65536),
    functions: functions.map((f) => ({ ...f, exported: f.name })),
  };
}

export interface ForwardInstance {
  /** The parameters; writable. */
  readonly inputs: Float64Array;
  /** Runs a level's function, or `rest`. */
  run(name: string): void;
  /** A view of an array that the last run has computed. */
  read(array: OutputArray): Float64Array;
}

/** Instantiates a forward model in this thread. */
export function instantiateForward(model: ForwardModel): ForwardInstance {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const { memory, ...functions } = instance.exports as unknown as { readonly memory: WebAssembly.Memory } & {
    readonly [name: string]: (() => void) | undefined;
  };
  const { buffer } = memory;
  const bytes = new Uint8Array(buffer);
  for (const segment of model.segments) bytes.set(segment.bytes, segment.address);
  return {
    inputs: new Float64Array(buffer, model.inputs.address, model.inputs.size),
    run: (name) => functions[name]?.(),
    read: ({ address, shape }) => new Float64Array(buffer, address, sizeOf(shape)),
  };
}
