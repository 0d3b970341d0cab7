/**
 * A loop whose steps run two at a time: what a step sets is a pair of lanes, sums have two parts that are added behind
 * the loop. Where the number of steps is odd, the last runs as a single one.
 */
import type { Index, IndexId } from '../../../grammar/ir.ts';
import type { Steps } from '../../../grammar/scalar-operations/operation.ts';
import type { LoopStatement, Pairs, Place, Value } from '../differentiate/loop-program.ts';
import {
  branchIf,
  type Code,
  call,
  f64x2,
  get,
  i32,
  ifElse,
  instruction,
  type Local,
  load,
  loop,
  plain,
  set,
  store,
  tee,
} from './code.ts';
import { type Counter, dynamic } from './dynamic.ts';
import type { InstructionName } from './instructions.ts';
import type { Address, Layout } from './layout.ts';
import { emissionOf, type Operation, operands } from './operation.ts';

type Loop = Extract<LoopStatement, { kind: 'loop' }>;
type Lane = 0 | 1;

/** What the function around provides. */
interface PairsContext {
  readonly layout: Layout;
  readonly float: (name: string) => Local<'f64'>;
  readonly pair: (name: string) => Local<'v128'>;
  readonly counter: Counter;
  readonly integer: (name: string) => Local<'i32'>;
  readonly freshLabel: () => string;
  readonly bound: (index: Index, scope: readonly Index[], end: 'start' | 'end') => Code<'i32'>;
  /** One step, by itself. */
  readonly single: (body: readonly LoopStatement[]) => Code<'none'>[];
}

/** Functions of the math library with a form for two lanes. */
const IN_PAIRS: ReadonlySet<string> = new Set([
  'exp',
  'log',
  'log1p',
  'log1p_exp',
  'log_inv_logit',
  'inv_logit',
]);

/** Logarithms of products are taken each 256 steps of two rows: below 2^256. */
const EVERY = 0x1fe;

const LANES = ['f64x2.extract_lane 0', 'f64x2.extract_lane 1'] as const;

export function pairedLoop(
  s: Loop,
  { body, products, own, sums, invariant }: Pairs,
  context: PairsContext,
): Code<'none'>[] {
  const { layout, float, pair, counter } = context;
  const { index, scope = [] } = s;
  const { id } = index;
  const owned = new Set(own);
  const lanesOf = (name: string): Local<'v128'> => pair(owned.has(name) ? name : `${name}.pair`);
  let bound = 0;

  const i = counter(id);
  const end = context.integer('end');
  const label = context.freshLabel();
  const isIn = (ahead: number) =>
    instruction('i32.lt_s', instruction('i32.add', get(i), i32(ahead)), get(end));
  const running = products.map((one) => ({ ...one, product: fresh() }));
  const takeLogarithms = running.flatMap(({ product, sum, sign }) => {
    const add = sign === 1 ? 'f64x2.add' : 'f64x2.sub';
    const logarithm = call('log_x2', 'v128', get(product));
    return [set(lanesOf(sum), instruction(add, get(lanesOf(sum)), logarithm)), set(product, f64x2(1))];
  });
  const multiplied = [
    ...running.map(({ product, factor }) =>
      set(product, instruction('f64x2.mul', get(product), instruction('f64x2.add', f64x2(1), value(factor)))),
    ),
    ...(running.length === 0
      ? []
      : [ifElse(instruction('i32.eqz', instruction('i32.and', get(i), i32(EVERY))), takeLogarithms)]),
  ];
  return [
    ...invariant.map((name) => set(lanesOf(name), instruction('f64x2.splat', get(float(name))))),
    ...sums.map((name) => set(lanesOf(name), f64x2(0))),
    ...running.map(({ product }) => set(product, f64x2(1))),
    set(i, context.bound(index, scope, 'start')),
    set(end, context.bound(index, scope, 'end')),
    ifElse(isIn(1), [
      loop(
        label,
        ...body.flatMap(statement),
        ...multiplied,
        set(i, instruction('i32.add', get(i), i32(2))),
        branchIf(label, isIn(1)),
      ),
    ]),
    ...takeLogarithms,
    ...sums.map((name) => set(float(name), instruction('f64.add', get(float(name)), total(lanesOf(name))))),
    ...(isEven(index) ? [] : [ifElse(isIn(0), context.single(s.body))]),
  ];

  function statement(one: LoopStatement): Code<'none'>[] {
    switch (one.kind) {
      case 'set':
        return [set(lanesOf(one.local), value(one.value))];
      case 'add': {
        const local = lanesOf(one.local);
        return [set(local, instruction('f64x2.add', get(local), value(one.value)))];
      }
      case 'addTo':
        return addTo(one.place, value(one.value));
      case 'loop': {
        const inner = counter(one.index.id);
        const innerLabel = context.freshLabel();
        return [
          set(inner, i32(one.index.from)),
          loop(
            innerLabel,
            ...one.body.flatMap(statement),
            set(inner, instruction('i32.add', get(inner), i32(1))),
            branchIf(innerLabel, instruction('i32.lt_s', get(inner), i32(one.index.to))),
          ),
        ];
      }
      default:
        throw new Error(`a step of a loop in pairs has no ${one.kind}`);
    }
  }

  /** One lane after the other: both may add to the same element. */
  function addTo(place: Place, added: Code<'v128'>): Code<'none'>[] {
    const at = layout.address(place);
    const lanes = fresh();
    const first = laneAddress(at, id, 0);
    if (isFixed(at, id)) {
      const old = load('f64', first.offset, dynamic(first, counter));
      const sum = instruction('f64.add', old, total(lanes));
      return [set(lanes, added), store(first.offset, dynamic(first, counter), sum)];
    }
    if (isAdjacent(at, id)) {
      const where = dynamic(first, counter);
      return [store(first.offset, where, instruction('f64x2.add', load('v128', first.offset, where), added))];
    }
    return [
      set(lanes, added),
      ...([0, 1] as const).map((lane) => {
        const one = laneAddress(at, id, lane);
        const old = load('f64', one.offset, dynamic(one, counter));
        const sum = instruction('f64.add', old, instruction(LANES[lane], get(lanes)));
        return store(one.offset, dynamic(one, counter), sum);
      }),
    ];
  }

  function element(place: Place): Code<'v128'> {
    const at = layout.address(place);
    const [first, second] = ([0, 1] as const).map((lane) => laneAddress(at, id, lane));
    const scalar = (one: Address): Code<'f64'> => load('f64', one.offset, dynamic(one, counter));
    if (isFixed(at, id)) return instruction('f64x2.splat', scalar(first));
    if (isAdjacent(at, id)) return load('v128', first.offset, dynamic(first, counter));
    return instruction('f64x2.replace_lane 1', instruction('f64x2.splat', scalar(first)), scalar(second));
  }

  function fresh(): Local<'v128'> {
    return pair(`${context.freshLabel()}.${bound++}`);
  }

  function value(v: Value): Code<'v128'> {
    switch (v.kind) {
      case 'const':
        return f64x2(v.value);
      case 'local':
        return get(lanesOf(v.name));
      case 'element':
        return element(v.place);
      case 'position': {
        const position = (step: number): Code<'f64'> =>
          instruction('f64.convert_i32_s', instruction('i32.add', get(counter(v.index)), i32(step)));
        const first = instruction('f64x2.splat', position(0));
        return v.index === id ? instruction('f64x2.replace_lane 1', first, position(1)) : first;
      }
      case 'unary':
      case 'binary':
        return operation(v);
      case 'ternary':
        return laneByLane(v.fn, [v.x, v.y, v.z].map(value));
      case 'choose':
        return instruction('v128.bitselect', value(v.then), value(v.else), mask(v.cond));
    }
  }

  function operation(v: Operation): Code<'v128'> {
    const emission = emissionOf(v);
    switch (emission.kind) {
      case 'instruction':
        return plain(inPairs(emission.name), operands(v).map(value)) as Code<'v128'>;
      case 'test':
      case 'logic':
        return instruction('v128.and', mask(v), f64x2(1));
      case 'steps': {
        const x = fresh();
        const first = tee(x, value(operands(v)[0]));
        let isBound = false;
        return steps(emission.steps, () => {
          if (isBound) return get(x);
          isBound = true;
          return first;
        });
      }
      case 'library':
      case 'inline':
        return IN_PAIRS.has(v.fn)
          ? call(`${v.fn}_x2`, 'v128', ...operands(v).map(value))
          : laneByLane(v.fn, operands(v).map(value));
    }
  }

  /** All bits of the lanes for which the condition holds. */
  function mask(v: Value): Code<'v128'> {
    if (v.kind === 'unary' || v.kind === 'binary') {
      const emission = emissionOf(v);
      if (emission.kind === 'test')
        return plain(inPairs(emission.name), operands(v).map(value)) as Code<'v128'>;
      if (emission.kind === 'logic') return plain(LOGIC[emission.name], operands(v).map(mask));
    }
    return instruction('f64x2.ne', value(v), f64x2(0));
  }

  function laneByLane(fn: string, args: readonly Code<'v128'>[]): Code<'v128'> {
    const locals = args.map(fresh);
    const at = (lane: Lane, first: boolean): Code<'f64'> =>
      call(
        fn,
        'f64',
        ...locals.map((local, k) => instruction(LANES[lane], first ? tee(local, args[k]) : get(local))),
      );
    return instruction('f64x2.replace_lane 1', instruction('f64x2.splat', at(0, true)), at(1, false));
  }
}

/** Whether it is known that no single step is left. */
function isEven({ from, to, segment }: Index): boolean {
  return segment === undefined && (to - from) % 2 === 0;
}

const LOGIC = { 'i32.eqz': 'v128.not', 'i32.and': 'v128.and', 'i32.or': 'v128.or' } as const;

function inPairs<Name extends `f64.${string}`>(name: Name): Extract<InstructionName, `f64x2.${string}`> {
  return name.replace('f64.', 'f64x2.') as Extract<InstructionName, `f64x2.${string}`>;
}

function steps(s: Steps, x: () => Code<'v128'>): Code<'v128'> {
  if (s === 'x') return x();
  if (typeof s === 'number') return f64x2(s);
  const parts = s.of.map((part) => steps(part, x));
  return 'test' in s
    ? instruction('v128.and', plain(inPairs(s.test), parts) as Code<'v128'>, f64x2(1))
    : (plain(inPairs(s.instruction), parts) as Code<'v128'>);
}

function total(local: Local<'v128'>): Code<'f64'> {
  return instruction('f64.add', instruction(LANES[0], get(local)), instruction(LANES[1], get(local)));
}

function strideOf(scaled: Address['scaled'], index: IndexId): number {
  return scaled.reduce((sum, s) => (s.index === index ? sum + s.bytes : sum), 0);
}

function isFixed({ scaled, tables }: Address, index: IndexId): boolean {
  return strideOf(scaled, index) === 0 && tables.every((t) => strideOf(t.scaled, index) === 0);
}

/** Whether the next step's element follows this one's. */
function isAdjacent({ scaled, tables }: Address, index: IndexId): boolean {
  return tables.length === 0 && strideOf(scaled, index) === 8;
}

/** The address of this step or of the next one. */
function laneAddress(at: Address, index: IndexId, lane: Lane): Address {
  if (lane === 0) return at;
  const next = strideOf(at.scaled, index);
  const usesBase = at.base !== 0;
  return {
    ...at,
    ...(usesBase ? { base: at.base + next } : { offset: at.offset + next }),
    tables: at.tables.map((t) => ({ ...t, base: t.base + strideOf(t.scaled, index) })),
  };
}
