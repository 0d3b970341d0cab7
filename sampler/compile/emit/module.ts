/**
 * The whole module of a model: its density and gradient, the leapfrog step around them, and the function that
 * computes the quantities of a draw.
 */
import {
  branchIf,
  type Code,
  call,
  f64,
  get,
  i32,
  instruction,
  type Local,
  load,
  loop,
  set,
  store,
  tee,
  type WasmFunction,
  type WasmModule,
} from './code.ts';
import { STATE_VECTORS } from './state-layout.ts';

interface ModuleParts {
  readonly dimension: number;
  /** Addresses of the vectors of length `dimension`. */
  readonly position: number;
  readonly gradient: number;
  readonly inverseMass: number;
  readonly pages: number;
  /** `density`, `outputs`, `observe` and, where there is something for them to do, `check` and `centring`. */
  readonly functions: readonly WasmFunction[];
}

const counter = (name: string): Local<'i32'> => ({ name, type: 'i32' });
const float = (name: string): Local<'f64'> => ({ name, type: 'f64' });
const add = (x: Code<'f64'>, y: Code<'f64'>) => instruction('f64.add', x, y);
const multiply = (x: Code<'f64'>, y: Code<'f64'>) => instruction('f64.mul', x, y);

/** Byte offsets within a state. */
function stateOffsets(bytes: number) {
  const [position, momentum, gradient, momentumSum] = STATE_VECTORS.map((_, k) => k * bytes);
  return { position, momentum, gradient, momentumSum, logDensity: STATE_VECTORS.length * bytes };
}

/**
 * Exports: `memory`; on states in memory (`STATE_VECTORS`) `evaluate(state)`,
 * `leapfrog(from, to, stepSize) -> kinetic energy` and `turning(early, late) -> 0 or 1`, as in
 * `infer/density.ts`; `outputs(position)` and `observe(position)`, and with them those of `check`, `centring` and
 * `draws` that the model has. `density() -> log density` is for the kernel, which writes the position itself and reads
 * the gradient.
 */
export function moduleOf(parts: ModuleParts): WasmModule {
  const names = new Set(parts.functions.map(({ name }) => name));
  return {
    pages: parts.pages,
    functions: [
      ...parts.functions.map((f) => (f.name === 'density' ? { ...f, exported: 'density' } : f)),
      evaluate(parts),
      ...['outputs', 'observe', 'check', 'centring', 'draws']
        .filter((name) => names.has(name))
        .map((name) => atPosition(name, parts)),
      leapfrog(parts),
      turning(parts),
    ],
  };
}

function copyPosition(from: Local<'i32'>, { position, dimension }: ModuleParts): Code<'none'> {
  return instruction('memory.copy', i32(position), get(from), i32(8 * dimension));
}

/** Copies a position to where the function of this name reads it, and calls it. */
function atPosition(name: string, parts: ModuleParts): WasmFunction {
  const from = counter('from');
  const body = [copyPosition(from, parts), call(name, 'none')];
  return { name: null, exported: name, params: [from], locals: [], result: 'none', body };
}

function evaluate(parts: ModuleParts): WasmFunction {
  const bytes = 8 * parts.dimension;
  const at = stateOffsets(bytes);
  const state = counter('state');
  return {
    name: null,
    exported: 'evaluate',
    params: [state],
    locals: [],
    result: 'none',
    body: [
      copyPosition(state, parts),
      store(at.logDensity, get(state), call('density', 'f64')),
      instruction(
        'memory.copy',
        instruction('i32.add', get(state), i32(at.gradient)),
        i32(parts.gradient),
        i32(bytes),
      ),
    ],
  };
}

/** The byte offset of an element in its vector, and how a loop over all of them goes on. */
function eachElement(bytes: number) {
  const k = counter('k');
  const inState = (state: Local<'i32'>) => instruction('i32.add', get(state), get(k));
  return {
    k,
    of: (vector: number, state: Local<'i32'>) => load('f64', vector, inState(state)),
    at: (vector: number) => load('f64', vector, get(k)),
    put: (vector: number, state: Local<'i32'>, value: Code<'f64'>) => store(vector, inState(state), value),
    next: (label: string) =>
      branchIf(label, instruction('i32.lt_u', tee(k, instruction('i32.add', get(k), i32(8))), i32(bytes))),
  };
}

function leapfrog(parts: ModuleParts): WasmFunction {
  const bytes = 8 * parts.dimension;
  const at = stateOffsets(bytes);
  const each = eachElement(bytes);
  const [from, to] = ['from', 'to'].map(counter);
  const [step, half, p, q, g, passed, energy] = ['step', 'half', 'p', 'q', 'g', 'passed', 'energy'].map(
    float,
  );
  const kick = (momentum: Code<'f64'>, gradient: Code<'f64'>) =>
    set(p, add(momentum, multiply(get(half), gradient)));
  const velocity = multiply(each.at(parts.inverseMass), get(p));
  return {
    name: null,
    exported: 'leapfrog',
    params: [from, to, step],
    locals: [each.k, half, p, q, g, passed, energy],
    result: 'f64',
    body: [
      set(half, multiply(f64(0.5), get(step))),
      loop(
        'first',
        kick(each.of(at.momentum, from), each.of(at.gradient, from)),
        set(q, add(each.of(at.position, from), multiply(get(step), velocity))),
        each.put(at.momentum, to, get(p)),
        each.put(at.position, to, get(q)),
        store(parts.position, get(each.k), get(q)),
        each.next('first'),
      ),
      store(at.logDensity, get(to), call('density', 'f64')),
      set(each.k, i32(0)),
      loop(
        'second',
        set(g, each.at(parts.gradient)),
        each.put(at.gradient, to, get(g)),
        kick(each.of(at.momentum, to), get(g)),
        each.put(at.momentum, to, get(p)),
        set(energy, add(get(energy), multiply(multiply(get(p), get(p)), each.at(parts.inverseMass)))),
        set(
          passed,
          instruction(
            'select',
            get(p),
            instruction('f64.neg', each.of(at.momentum, from)),
            instruction('f64.gt', get(step), f64(0)),
          ),
        ),
        each.put(at.momentumSum, to, add(each.of(at.momentumSum, from), get(passed))),
        each.next('second'),
      ),
      multiply(f64(0.5), get(energy)),
    ],
  };
}

function turning(parts: ModuleParts): WasmFunction {
  const bytes = 8 * parts.dimension;
  const at = stateOffsets(bytes);
  const each = eachElement(bytes);
  const [early, late] = ['early', 'late'].map(counter);
  const [p, velocity, atEarly, atLate] = ['p', 'velocity', 'atEarly', 'atLate'].map(float);
  const between = instruction('f64.sub', each.of(at.momentumSum, late), each.of(at.momentumSum, early));
  const isPositive = (x: Local<'f64'>) => instruction('f64.gt', get(x), f64(0));
  return {
    name: null,
    exported: 'turning',
    params: [early, late],
    locals: [each.k, p, velocity, atEarly, atLate],
    result: 'i32',
    body: [
      loop(
        'each',
        set(p, each.of(at.momentum, early)),
        set(velocity, multiply(each.at(parts.inverseMass), add(between, get(p)))),
        set(atEarly, add(get(atEarly), multiply(get(p), get(velocity)))),
        set(atLate, add(get(atLate), multiply(each.of(at.momentum, late), get(velocity)))),
        each.next('each'),
      ),
      // Negated so that a NaN counts as turning.
      instruction('i32.eqz', instruction('i32.and', isPositive(atEarly), isPositive(atLate))),
    ],
  };
}
