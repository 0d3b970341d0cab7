/**
 * The math library for JavaScript code that must give the same bits on every machine, which the
 * engine's own `Math.exp` and `Math.log` do not promise: acceptance tests, random normals.
 */
import type { LibraryBinaryFn, LibraryUnaryFn, TernaryFn } from '../../grammar/scalar-operations/index.ts';
import { wasmBase64 } from './generated/math-wasm.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;
type Ternary = (x: number, y: number, z: number) => number;

/** `round` goes half to even, as WebAssembly's `f64.nearest`; `mod` is C's `fmod`, with the sign of the dividend. */
type MathLibrary = Readonly<
  Record<LibraryUnaryFn, Unary> & Record<LibraryBinaryFn, Binary> & Record<TernaryFn, Ternary>
> & {
  /** `log(exp(x) + exp(y))`. */
  readonly log_sum_exp2: Binary;
};

let instance: MathLibrary | undefined;

/** The library, instantiated (a millisecond) at the first call; its functions keep no state. */
export function mathLibrary(): MathLibrary {
  if (instance === undefined) {
    const bytes = Uint8Array.from(Buffer.from(wasmBase64, 'base64'));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    instance = exports as unknown as MathLibrary;
  }
  return instance;
}
