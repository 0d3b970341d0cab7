/** Memory of the module for symmetric matrices (`assembly/`), and its functions. */
import { wasmBase64 } from './generated/symmetric-wasm.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  place(n: number): number;
  matrix(k: number): number;
  vector(k: number): number;
  eigenvectors(): number;
  geometricMean(): number;
  addSquare(count: number): void;
  quadraticForms(): void;
}

interface SymmetricMemory {
  /** Views until the next matrices are placed. */
  matrix(k: number): Float64Array;
  vector(k: number): Float64Array;
  /** False where the matrices do not allow it. */
  eigenvectors(): boolean;
  geometricMean(): boolean;
  addSquare(count: number): void;
  quadraticForms(): void;
}

/** Larger matrices have a memory of their own, which goes when they go. */
const MOST_SHARED = 512;
const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;
let shared: Exports | undefined;

function instance(): Exports {
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(wasmBase64, 'base64')));
  return new WebAssembly.Instance(compiled).exports as unknown as Exports;
}

/** Room for n × n matrices. */
export function symmetricMemory(n: number): SymmetricMemory {
  if (n <= MOST_SHARED) shared ??= instance();
  const exports = n <= MOST_SHARED && shared !== undefined ? shared : instance();
  const { memory } = exports;
  const missing = exports.place(n) - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return {
    matrix: (k) => new Float64Array(memory.buffer, exports.matrix(k), n * n),
    vector: (k) => new Float64Array(memory.buffer, exports.vector(k), n),
    eigenvectors: () => exports.eigenvectors() !== 0,
    geometricMean: () => exports.geometricMean() !== 0,
    addSquare: exports.addSquare,
    quadraticForms: exports.quadraticForms,
  };
}
