/**
 * The math library for JavaScript code that must give the same bits on every machine, which the
 * engine's own `Math.exp` and `Math.log` do not promise: acceptance tests, random normals.
 */
import { wasmBase64 } from './generated/math-wasm.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

export interface MathLibrary {
  readonly exp: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
  readonly expm1: Unary;
  readonly cbrt: Unary;
  readonly sin: Unary;
  readonly cos: Unary;
  readonly tan: Unary;
  readonly asin: Unary;
  readonly acos: Unary;
  readonly atan: Unary;
  readonly sinh: Unary;
  readonly cosh: Unary;
  readonly tanh: Unary;
  /** Half to even, as WebAssembly's `f64.nearest`. */
  readonly round: Unary;
  readonly inv_logit: Unary;
  readonly log_inv_logit: Unary;
  readonly logit: Unary;
  readonly log1p_exp: Unary;
  readonly log1m_exp: Unary;
  readonly lgamma: Unary;
  readonly digamma: Unary;
  readonly trigamma: Unary;
  readonly erf: Unary;
  readonly erfc: Unary;
  readonly Phi: Unary;
  readonly log_Phi: Unary;
  readonly probit: Unary;
  readonly log_i0: Unary;
  readonly i1_over_i0: Unary;
  readonly pow: Binary;
  readonly atan2: Binary;
  /** C's `fmod`: the sign of the dividend. */
  readonly mod: Binary;
  /** `log(exp(x) + exp(y))`. */
  readonly log_sum_exp2: Binary;
}

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
