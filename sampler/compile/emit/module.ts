/**
 * The whole module of a model: its density and gradient, the leapfrog step around them, and the function that
 * computes the quantities of a draw.
 */
import { linkMath } from '../../math/link.ts';
import { STATE_VECTORS } from './state-layout.ts';
import type { FunctionText } from './wat.ts';

interface ModuleParts {
  readonly dimension: number;
  /** Addresses of the vectors of length `dimension`. */
  readonly position: number;
  readonly gradient: number;
  readonly inverseMass: number;
  readonly pages: number;
  /** `density`, `outputs`, `observe` and, where there is something for them to do, `check` and `centring`. */
  readonly functions: readonly FunctionText[];
}

/**
 * Exports: `memory`; on states in memory (`STATE_VECTORS`) `evaluate(state)`,
 * `leapfrog(from, to, stepSize) -> kinetic energy` and `turning(early, late) -> 0 or 1`, as in
 * `infer/density.ts`; `outputs(position)` and `observe(position)`.
 */
export function printModule(parts: ModuleParts): string {
  const math = linkMath([...new Set(parts.functions.flatMap((f) => [...f.calls]))].sort());
  const bytes = 8 * parts.dimension;
  const [, momentum, gradient, momentumSum] = STATE_VECTORS.map((_, k) => k * bytes);
  const logDensity = STATE_VECTORS.length * bytes;
  const load = (vector: number, state: string) =>
    `(f64.load offset=${vector} (i32.add (local.get ${state}) (local.get $k)))`;
  const store = (vector: number, state: string, value: string) =>
    `(f64.store offset=${vector} (i32.add (local.get ${state}) (local.get $k)) ${value})`;
  const next = (loop: string) =>
    `(br_if ${loop} (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 8))) (i32.const ${bytes})))`;
  const ofPosition = (name: string): string =>
    parts.functions.some(({ text }) => text.startsWith(`(func $${name}`))
      ? `(func (export "${name}") (param $from i32)
  (memory.copy (i32.const ${parts.position}) (local.get $from) (i32.const ${bytes}))
  (call $${name}))
`
      : '';
  return `(module
(memory (export "memory") ${parts.pages})
${math.data}
${math.functions}
${parts.functions.map((f) => f.text).join('\n')}
(func (export "evaluate") (param $state i32)
  (memory.copy (i32.const ${parts.position}) (local.get $state) (i32.const ${bytes}))
  (f64.store offset=${logDensity} (local.get $state) (call $density))
  (memory.copy (i32.add (local.get $state) (i32.const ${gradient})) (i32.const ${parts.gradient}) (i32.const ${bytes})))
(func (export "outputs") (param $from i32)
  (memory.copy (i32.const ${parts.position}) (local.get $from) (i32.const ${bytes}))
  (call $outputs))
(func (export "observe") (param $from i32)
  (memory.copy (i32.const ${parts.position}) (local.get $from) (i32.const ${bytes}))
  (call $observe))
${ofPosition('check')}${ofPosition('centring')}${ofPosition('draws')}(func (export "leapfrog") (param $from i32) (param $to i32) (param $step f64) (result f64)
  (local $k i32) (local $half f64) (local $p f64) (local $q f64) (local $g f64) (local $passed f64) (local $energy f64)
  (local.set $half (f64.mul (f64.const 0.5) (local.get $step)))
  (loop $first
    (local.set $p (f64.add ${load(momentum, '$from')} (f64.mul (local.get $half) ${load(gradient, '$from')})))
    (local.set $q (f64.add ${load(0, '$from')}
      (f64.mul (local.get $step) (f64.mul (f64.load offset=${parts.inverseMass} (local.get $k)) (local.get $p)))))
    ${store(momentum, '$to', '(local.get $p)')}
    ${store(0, '$to', '(local.get $q)')}
    (f64.store offset=${parts.position} (local.get $k) (local.get $q))
    ${next('$first')})
  (f64.store offset=${logDensity} (local.get $to) (call $density))
  (local.set $k (i32.const 0))
  (loop $second
    (local.set $g (f64.load offset=${parts.gradient} (local.get $k)))
    ${store(gradient, '$to', '(local.get $g)')}
    (local.set $p (f64.add ${load(momentum, '$to')} (f64.mul (local.get $half) (local.get $g))))
    ${store(momentum, '$to', '(local.get $p)')}
    (local.set $energy (f64.add (local.get $energy)
      (f64.mul (f64.mul (local.get $p) (local.get $p)) (f64.load offset=${parts.inverseMass} (local.get $k)))))
    (local.set $passed (if (result f64) (f64.gt (local.get $step) (f64.const 0))
      (then (local.get $p)) (else (f64.neg ${load(momentum, '$from')}))))
    ${store(momentumSum, '$to', `(f64.add ${load(momentumSum, '$from')} (local.get $passed))`)}
    ${next('$second')})
  (f64.mul (f64.const 0.5) (local.get $energy)))
(func (export "turning") (param $early i32) (param $late i32) (result i32)
  (local $k i32) (local $p f64) (local $velocity f64) (local $atEarly f64) (local $atLate f64)
  (loop $each
    (local.set $p ${load(momentum, '$early')})
    (local.set $velocity (f64.mul (f64.load offset=${parts.inverseMass} (local.get $k))
      (f64.add (f64.sub ${load(momentumSum, '$late')} ${load(momentumSum, '$early')}) (local.get $p))))
    (local.set $atEarly (f64.add (local.get $atEarly) (f64.mul (local.get $p) (local.get $velocity))))
    (local.set $atLate (f64.add (local.get $atLate) (f64.mul ${load(momentum, '$late')} (local.get $velocity))))
    ${next('$each')})
  ;; Negated so that a NaN counts as turning.
  (i32.eqz (i32.and (f64.gt (local.get $atEarly) (f64.const 0)) (f64.gt (local.get $atLate) (f64.const 0)))))
)`;
}
