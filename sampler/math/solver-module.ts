/** The math library as a module of its own, whose memory holds one problem of a solver at a time. */
import { wasmBase64 } from './generated/math-wasm.ts';

interface SolverModule {
  readonly memory: WebAssembly.Memory;
  ode_start(...args: readonly number[]): void;
  ode_step(work: number): number;
  ode_stiff_start(work: number, ask: number, jacobian: number, direction: number): void;
  ode_stiff_step(work: number): number;
  newton_start(...args: readonly number[]): void;
  newton_step(work: number): number;
  integrate_start(...args: readonly number[]): void;
  integrate_step(work: number): number;
}

let shared: SolverModule | undefined;

export function solverModule(): SolverModule {
  if (shared === undefined) {
    const bytes = Uint8Array.from(Buffer.from(wasmBase64, 'base64'));
    shared = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as SolverModule;
  }
  return shared;
}

/** The first page is the library's. */
const BASE = 65536;
const PAGE = 65536;

/** Addresses for the numbers of a problem; views are taken after the last of them, since memory that grows moves. */
export function allocator(): {
  readonly take: (numbers: number) => number;
  readonly view: (at: number, size: number) => Float64Array;
} {
  const { memory } = solverModule();
  let next = BASE;
  return {
    take: (numbers) => {
      const at = next;
      next += 8 * numbers;
      const lacking = Math.ceil((next - memory.buffer.byteLength) / PAGE);
      if (lacking > 0) memory.grow(lacking);
      return at;
    },
    view: (at, size) => new Float64Array(memory.buffer, at, size),
  };
}
