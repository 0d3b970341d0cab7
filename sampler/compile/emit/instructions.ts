/**
 * The instructions that modules of models are made of, one row each: the bytes that stand for it, what it takes from
 * the stack and what it leaves there. Those with an immediate of their own (constants, locals, memory, calls, control)
 * are in `OPCODES`, and are kinds of `Code`.
 */

/** `v128` holds a pair of f64: two steps of a loop, `pairs.ts`. */
export type ValueType = 'i32' | 'f64' | 'v128';
export type ResultType = ValueType | 'none';

interface InstructionRow {
  readonly bytes: readonly number[];
  readonly takes: readonly ValueType[];
  readonly gives: ResultType;
}

function row<const T extends readonly ValueType[], G extends ResultType>(
  bytes: number | readonly number[],
  takes: T,
  gives: G,
) {
  return { bytes: typeof bytes === 'number' ? [bytes] : bytes, takes, gives } as const;
}

const F64 = ['f64'] as const;
const F64_F64 = ['f64', 'f64'] as const;
const V128 = ['v128'] as const;
const V128_V128 = ['v128', 'v128'] as const;
const I32 = ['i32'] as const;
const I32_I32 = ['i32', 'i32'] as const;

export const instructions = {
  'f64.abs': row(0x99, F64, 'f64'),
  'f64.neg': row(0x9a, F64, 'f64'),
  'f64.ceil': row(0x9b, F64, 'f64'),
  'f64.floor': row(0x9c, F64, 'f64'),
  'f64.nearest': row(0x9e, F64, 'f64'),
  'f64.sqrt': row(0x9f, F64, 'f64'),
  'f64.add': row(0xa0, F64_F64, 'f64'),
  'f64.sub': row(0xa1, F64_F64, 'f64'),
  'f64.mul': row(0xa2, F64_F64, 'f64'),
  'f64.div': row(0xa3, F64_F64, 'f64'),
  'f64.min': row(0xa4, F64_F64, 'f64'),
  'f64.max': row(0xa5, F64_F64, 'f64'),
  'f64.eq': row(0x61, F64_F64, 'i32'),
  'f64.ne': row(0x62, F64_F64, 'i32'),
  'f64.lt': row(0x63, F64_F64, 'i32'),
  'f64.gt': row(0x64, F64_F64, 'i32'),
  'f64.le': row(0x65, F64_F64, 'i32'),
  'f64.ge': row(0x66, F64_F64, 'i32'),
  'f64.convert_i32_s': row(0xb7, I32, 'f64'),
  'f64.convert_i32_u': row(0xb8, I32, 'f64'),
  'i32.eqz': row(0x45, I32, 'i32'),
  'i32.lt_s': row(0x48, I32_I32, 'i32'),
  'i32.lt_u': row(0x49, I32_I32, 'i32'),
  'i32.ge_s': row(0x4e, I32_I32, 'i32'),
  'i32.add': row(0x6a, I32_I32, 'i32'),
  'i32.sub': row(0x6b, I32_I32, 'i32'),
  'i32.mul': row(0x6c, I32_I32, 'i32'),
  'i32.and': row(0x71, I32_I32, 'i32'),
  'i32.or': row(0x72, I32_I32, 'i32'),
  'i32.shl': row(0x74, I32_I32, 'i32'),
  /** The second where the condition, which is last, is zero. */
  select: row(0x1b, ['f64', 'f64', 'i32'], 'f64'),
  'i32.select': row(0x1b, ['i32', 'i32', 'i32'], 'i32'),
  /** To, from, bytes; within the module's one memory. */
  'memory.copy': row([0xfc, 10, 0, 0], ['i32', 'i32', 'i32'], 'none'),
  /** Address, byte, bytes. */
  'memory.fill': row([0xfc, 11, 0], ['i32', 'i32', 'i32'], 'none'),
  'f64x2.splat': row([0xfd, 0x14], F64, 'v128'),
  'f64x2.extract_lane 0': row([0xfd, 0x21, 0], V128, 'f64'),
  'f64x2.extract_lane 1': row([0xfd, 0x21, 1], V128, 'f64'),
  'f64x2.replace_lane 1': row([0xfd, 0x22, 1], ['v128', 'f64'], 'v128'),
  'f64x2.abs': row([0xfd, 0xec, 0x01], V128, 'v128'),
  'f64x2.neg': row([0xfd, 0xed, 0x01], V128, 'v128'),
  'f64x2.ceil': row([0xfd, 0x74], V128, 'v128'),
  'f64x2.floor': row([0xfd, 0x75], V128, 'v128'),
  'f64x2.nearest': row([0xfd, 0x94, 0x01], V128, 'v128'),
  'f64x2.sqrt': row([0xfd, 0xef, 0x01], V128, 'v128'),
  'f64x2.add': row([0xfd, 0xf0, 0x01], V128_V128, 'v128'),
  'f64x2.sub': row([0xfd, 0xf1, 0x01], V128_V128, 'v128'),
  'f64x2.mul': row([0xfd, 0xf2, 0x01], V128_V128, 'v128'),
  'f64x2.div': row([0xfd, 0xf3, 0x01], V128_V128, 'v128'),
  'f64x2.min': row([0xfd, 0xf4, 0x01], V128_V128, 'v128'),
  'f64x2.max': row([0xfd, 0xf5, 0x01], V128_V128, 'v128'),
  /** Tests give a mask: all bits of a lane, or none. */
  'f64x2.eq': row([0xfd, 0x47], V128_V128, 'v128'),
  'f64x2.ne': row([0xfd, 0x48], V128_V128, 'v128'),
  'f64x2.lt': row([0xfd, 0x49], V128_V128, 'v128'),
  'f64x2.gt': row([0xfd, 0x4a], V128_V128, 'v128'),
  'f64x2.le': row([0xfd, 0x4b], V128_V128, 'v128'),
  'f64x2.ge': row([0xfd, 0x4c], V128_V128, 'v128'),
  'v128.not': row([0xfd, 0x4d], V128, 'v128'),
  'v128.and': row([0xfd, 0x4e], V128_V128, 'v128'),
  'v128.or': row([0xfd, 0x50], V128_V128, 'v128'),
  /** The second where the mask, which is last, has no bits. */
  'v128.bitselect': row([0xfd, 0x52], ['v128', 'v128', 'v128'], 'v128'),
  /** The first lanes of both, and their second lanes. */
  'i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23': row(
    [0xfd, 0x0d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23],
    V128_V128,
    'v128',
  ),
  'i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31': row(
    [0xfd, 0x0d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31],
    V128_V128,
    'v128',
  ),
} as const satisfies Readonly<Record<string, InstructionRow>>;

export type InstructionName = keyof typeof instructions;

/** Loads and stores: the type of the value, and the logarithm of its bytes. */
export const memoryInstructions = {
  'f64.load': { bytes: [0x2b], type: 'f64', alignment: 3 },
  'i32.load': { bytes: [0x28], type: 'i32', alignment: 2 },
  'v128.load': { bytes: [0xfd, 0x00], type: 'v128', alignment: 3 },
  'f64.store': { bytes: [0x39], type: 'f64', alignment: 3 },
  'v128.store': { bytes: [0xfd, 0x0b], type: 'v128', alignment: 3 },
} as const;

export const OPCODES = {
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branchIf: 0x0d,
  call: 0x10,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  constant: { i32: [0x41], f64: [0x44], v128: [0xfd, 0x0c] },
  /** The type of a block without a result. */
  noResult: 0x40,
} as const;
