/**
 * The code of a module as trees of instructions, each with its operands: the only representation that is printed as
 * text (`print-module.ts`) and encoded as bytes (`bytes/`). The functions that make the trees hold operands to the
 * types of the table; a mistake is one of the emitter, never of a model.
 */
import {
  type InstructionName,
  instructions,
  type memoryInstructions,
  type ResultType,
  type ValueType,
} from './instructions.ts';

export interface Local<T extends ValueType = ValueType> {
  readonly name: string;
  readonly type: T;
}

/** An instruction that leaves a value of this type, or none. */
export type Code<T extends ResultType = ResultType> = { readonly type: T } & Instruction;
type Operand = Code<ValueType>;

type Instruction =
  | { readonly kind: 'plain'; readonly name: InstructionName; readonly operands: readonly Operand[] }
  /** Of v128 with this number in both lanes. */
  | { readonly kind: 'constant'; readonly of: ValueType; readonly value: number }
  | { readonly kind: 'get'; readonly local: Local }
  | { readonly kind: 'set' | 'tee'; readonly local: Local; readonly value: Operand }
  | {
      readonly kind: 'memory';
      readonly name: keyof typeof memoryInstructions;
      readonly offset: number;
      /** The address, and what is stored there. */
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'call'; readonly function: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'loop'; readonly label: string; readonly body: readonly Code[] }
  /** To the start of the loop of this label. */
  | { readonly kind: 'branchIf'; readonly label: string; readonly condition: Operand }
  | {
      readonly kind: 'if';
      readonly condition: Operand;
      readonly then: readonly Code[];
      readonly else: readonly Code[];
    };

export interface WasmFunction {
  /** By which others call it; null for one that is only exported. */
  readonly name: string | null;
  readonly exported: string | null;
  readonly params: readonly Local[];
  readonly locals: readonly Local[];
  readonly result: ResultType;
  /** All but the last leave nothing on the stack; the last leaves the result. */
  readonly body: readonly Code[];
}

export interface WasmModule {
  /** Of memory, which is exported as `memory`. */
  readonly pages: number;
  readonly functions: readonly WasmFunction[];
}

type RowOf<Name extends InstructionName> = (typeof instructions)[Name];
type CodesOf<T extends readonly ValueType[]> = {
  readonly [K in keyof T]: Code<Extract<T[K], ValueType>>;
};
type Operands<Name extends InstructionName> = CodesOf<RowOf<Name>['takes']>;

export function instruction<Name extends InstructionName>(
  name: Name,
  ...operands: Operands<Name>
): Code<RowOf<Name>['gives']> {
  return plain(name, operands as readonly Operand[]);
}

/** The same for operands whose number is not known in advance. */
export function plain<Name extends InstructionName>(
  name: Name,
  operands: readonly Operand[],
): Code<RowOf<Name>['gives']> {
  const { takes, gives } = instructions[name];
  if (operands.length !== takes.length || operands.some(({ type }, k) => type !== takes[k]))
    throw new Error(`${name} takes ${takes.join(', ')}, not ${operands.map(({ type }) => type).join(', ')}`);
  return { kind: 'plain', name, operands, type: gives };
}

export function i32(value: number): Code<'i32'> {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32)
    throw new Error(`${value} is no integer of 32 bits`);
  return { kind: 'constant', of: 'i32', value, type: 'i32' };
}

export function f64(value: number): Code<'f64'> {
  return { kind: 'constant', of: 'f64', value, type: 'f64' };
}

/** The number in both lanes. */
export function f64x2(value: number): Code<'v128'> {
  return { kind: 'constant', of: 'v128', value, type: 'v128' };
}

export function get<T extends ValueType>(local: Local<T>): Code<T> {
  return { kind: 'get', local, type: local.type };
}

export function set<T extends ValueType>(local: Local<T>, value: Code<T>): Code<'none'> {
  return { kind: 'set', local, value: ofType(value, local.type), type: 'none' };
}

export function tee<T extends ValueType>(local: Local<T>, value: Code<T>): Code<T> {
  return { kind: 'tee', local, value: ofType(value, local.type), type: local.type };
}

export function load<T extends ValueType>(type: T, offset: number, address: Code<'i32'>): Code<T> {
  return {
    kind: 'memory',
    name: `${type}.load`,
    offset: immediate(offset),
    operands: [ofType(address, 'i32')],
    type,
  };
}

export function store(offset: number, address: Code<'i32'>, value: Code<'f64'> | Code<'v128'>): Code<'none'> {
  return {
    kind: 'memory',
    name: `${value.type}.store`,
    offset: immediate(offset),
    operands: [ofType(address, 'i32'), value.type === 'v128' ? value : ofType(value, 'f64')],
    type: 'none',
  };
}

/** The encoder holds the operands and the result to the function's own. */
export function call<T extends ResultType>(name: string, type: T, ...operands: readonly Operand[]): Code<T> {
  return { kind: 'call', function: name, operands, type };
}

export function loop(label: string, ...body: readonly Code<'none'>[]): Code<'none'> {
  return { kind: 'loop', label, body, type: 'none' };
}

export function branchIf(label: string, condition: Code<'i32'>): Code<'none'> {
  return { kind: 'branchIf', label, condition: ofType(condition, 'i32'), type: 'none' };
}

export function ifElse(
  condition: Code<'i32'>,
  then: readonly Code<'none'>[],
  otherwise: readonly Code<'none'>[] = [],
): Code<'none'> {
  return { kind: 'if', condition: ofType(condition, 'i32'), then, else: otherwise, type: 'none' };
}

function ofType<T extends ValueType>(code: Code<T>, type: T): Code<T> {
  if (code.type !== type) throw new Error(`expected a value of type ${type}, found ${code.type}`);
  return code;
}

/** An offset in memory, which WebAssembly adds to an unsigned address. */
function immediate(offset: number): number {
  if (!Number.isInteger(offset) || offset < 0 || offset >= 2 ** 32)
    throw new Error(`${offset} is no offset in memory`);
  return offset;
}
