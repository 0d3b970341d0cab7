/**
 * The whole module of a model: its density and gradient, the leapfrog step around them, and the function
 * that computes what is kept of a draw.
 */
import { linkMath } from '../../math/link.ts';
import type { FunctionText } from './wat.ts';

export interface ModuleParts {
  readonly dimension: number;
  /** Addresses of the vectors of length `dimension`. */
  readonly position: number;
  readonly gradient: number;
  readonly inverseMass: number;
  readonly pages: number;
  /** `density`, `outputs` and `observe`. */
  readonly functions: readonly FunctionText[];
}

/**
 * Exports: `memory`; `evaluate(state)` and `leapfrog(from, to, stepSize) -> kinetic energy` on states in
 * memory (position, momentum, gradient, then the log density); `outputs(position)` and
 * `observe(position)`.
 */
export function printModule(parts: ModuleParts): string {
  const math = linkMath([...new Set(parts.functions.flatMap((f) => [...f.calls]))].sort());
  const bytes = 8 * parts.dimension;
  return `(module
(memory (export "memory") ${parts.pages})
${math.data}
${math.functions}
${parts.functions.map((f) => f.text).join('\n')}
(func (export "evaluate") (param $state i32)
  (memory.copy (i32.const ${parts.position}) (local.get $state) (i32.const ${bytes}))
  (f64.store offset=${3 * bytes} (local.get $state) (call $density))
  (memory.copy (i32.add (local.get $state) (i32.const ${2 * bytes})) (i32.const ${parts.gradient}) (i32.const ${bytes})))
(func (export "outputs") (param $from i32)
  (memory.copy (i32.const ${parts.position}) (local.get $from) (i32.const ${bytes}))
  (call $outputs))
(func (export "observe") (param $from i32)
  (memory.copy (i32.const ${parts.position}) (local.get $from) (i32.const ${bytes}))
  (call $observe))
(func (export "leapfrog") (param $from i32) (param $to i32) (param $step f64) (result f64)
  (local $k i32) (local $half f64) (local $p f64) (local $q f64) (local $g f64) (local $energy f64)
  (local.set $half (f64.mul (f64.const 0.5) (local.get $step)))
  (loop $first
    (local.set $p (f64.add
      (f64.load offset=${bytes} (i32.add (local.get $from) (local.get $k)))
      (f64.mul (local.get $half) (f64.load offset=${2 * bytes} (i32.add (local.get $from) (local.get $k))))))
    (local.set $q (f64.add
      (f64.load (i32.add (local.get $from) (local.get $k)))
      (f64.mul (local.get $step) (f64.mul (f64.load offset=${parts.inverseMass} (local.get $k)) (local.get $p)))))
    (f64.store offset=${bytes} (i32.add (local.get $to) (local.get $k)) (local.get $p))
    (f64.store (i32.add (local.get $to) (local.get $k)) (local.get $q))
    (f64.store offset=${parts.position} (local.get $k) (local.get $q))
    (br_if $first (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 8))) (i32.const ${bytes}))))
  (f64.store offset=${3 * bytes} (local.get $to) (call $density))
  (local.set $k (i32.const 0))
  (loop $second
    (local.set $g (f64.load offset=${parts.gradient} (local.get $k)))
    (f64.store offset=${2 * bytes} (i32.add (local.get $to) (local.get $k)) (local.get $g))
    (local.set $p (f64.add
      (f64.load offset=${bytes} (i32.add (local.get $to) (local.get $k)))
      (f64.mul (local.get $half) (local.get $g))))
    (f64.store offset=${bytes} (i32.add (local.get $to) (local.get $k)) (local.get $p))
    (local.set $energy (f64.add (local.get $energy)
      (f64.mul (f64.mul (local.get $p) (local.get $p)) (f64.load offset=${parts.inverseMass} (local.get $k)))))
    (br_if $second (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 8))) (i32.const ${bytes}))))
  (f64.mul (f64.const 0.5) (local.get $energy)))
)`;
}
