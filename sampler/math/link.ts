/** Links the functions of the math library that a model calls, as code for the model's module. */
import { parts } from './generated/math-code.ts';

type MathType = 'i32' | 'i64' | 'f64' | 'v128';

/** A place in a function's code for the number of a function or of a global. */
type Reference = { readonly at: number } & ({ readonly function: string } | { readonly global: string });

/** The library as cut by `scripts/build-math.mjs`. */
export interface MathCode {
  readonly functions: readonly {
    readonly name: string;
    readonly params: readonly MathType[];
    readonly results: readonly MathType[];
    /** Its locals and its code without the references, in base64. */
    readonly body: string;
    /** By place. */
    readonly references: readonly Reference[];
    /** Positions in `tables` of those it reads. */
    readonly tables: readonly number[];
  }[];
  /** Mutable, and zero at the start. */
  readonly globals: readonly { readonly name: string; readonly type: MathType }[];
  /** Of bytes in base64. */
  readonly tables: readonly { readonly address: number; readonly content: string }[];
}

export interface LinkedFunction {
  readonly name: string;
  readonly params: readonly MathType[];
  readonly results: readonly MathType[];
  readonly body: Uint8Array;
  readonly references: readonly Reference[];
}

export interface LinkedMath {
  /** Each named function and all it calls. */
  readonly functions: readonly LinkedFunction[];
  readonly globals: MathCode['globals'];
  /** Below 65536. */
  readonly tables: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

const byName = new Map(parts.functions.map((fn) => [fn.name, fn]));

/** Every function a module can link. */
export const mathFunctionNames: readonly string[] = parts.functions
  .map((fn) => fn.name)
  .filter((name) => !name.startsWith('math.'));

/**
 * The code of the named functions (names as in the IR's `UnaryFn` and `BinaryFn`, kernels as in `KernelFn`) and of all
 * they call. It depends only on the set of names.
 *
 * @throws Error where a name is not in the library, which is a bug in the compiler.
 */
export function linkMath(names: Iterable<string>): LinkedMath {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name)) return;
    const fn = byName.get(name);
    if (fn === undefined) throw new Error(`the math library has no function ${name}`);
    wanted.add(name);
    for (const reference of fn.references) if ('function' in reference) visit(reference.function);
  };
  for (const name of names) visit(name);

  const chosen = parts.functions.filter((fn) => wanted.has(fn.name));
  const tables = new Set(chosen.flatMap((fn) => fn.tables));
  const globals = new Set(
    chosen.flatMap((fn) => fn.references.flatMap((r) => ('global' in r ? [r.global] : []))),
  );
  return {
    functions: chosen.map(({ name, params, results, body, references }) => ({
      name,
      params,
      results,
      body: bytesOf(body),
      references,
    })),
    globals: parts.globals.filter(({ name }) => globals.has(name)),
    tables: parts.tables
      .filter((_, i) => tables.has(i))
      .map(({ address, content }) => ({ address, bytes: bytesOf(content) })),
  };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}
