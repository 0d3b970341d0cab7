/**
 * Differential equations, roots and integrals as loop code: what surrounds the solver's calls, and the adjoints of start and arguments, which
 * are sums over the sensitivities.
 */
import type { ArrayId, Index, ScalarExpr } from '../../../grammar/ir.ts';
import { arrayOf, type PassProgram, type SolverKernel } from '../passes/pass-program.ts';
import {
  binary,
  constant,
  divide,
  type LoopStatement,
  multiply,
  type Place,
  unary,
  type Value,
} from './loop-program.ts';
import { doseCode, loopOver, slopeCode } from './ode-slope-code.ts';
import type { BodyContext } from './region-code.ts';

interface Scope {
  readonly w: PassProgram;
  readonly s: SolverKernel;
  /** Loops over the batch axes. */
  readonly batch: readonly Index[];
}

function scopeOf(w: PassProgram, s: SolverKernel): Scope {
  return { w, s, batch: s.batch.map((size) => ({ id: w.fresh.index(), from: 0, to: size })) };
}

const INPUTS = { start: 0, startTime: 1, times: 2, args: 3, doseTimes: 4, dosePlaces: 5 } as const;

/** @param context of the function that the code becomes part of. @param sensitive whether gradients are wanted. */
export function odeForward(
  w: PassProgram,
  s: SolverKernel,
  context: BodyContext,
  sensitive: boolean,
): readonly LoopStatement[] {
  const scope = scopeOf(w, s);
  const { system } = s;
  const { batch } = scope;
  const { builder: b } = w;
  const states = system.slopes.length;
  const [count, rows] = arrayOf(w, s.output).shape.slice(-3);
  const columns = sensitive ? rows : 1;
  const own = (array: ArrayId, ...at: ScalarExpr[]) => place(scope, array, 'value', at);
  const set = (to: Place, value: Value): LoopStatement => ({ kind: 'store', place: to, value });
  const at = (k: number) => b.constant(k);

  const copy = (to: (k: ScalarExpr) => Place, from: keyof typeof INPUTS, size: number): LoopStatement =>
    loopOver(w, size, (k, index) => [
      set(
        { ...to(k), scope: [...scope.batch, index] },
        element({ ...input(scope, from, 'value', k), scope: [...scope.batch, index] }),
      ),
    ]);
  const args = arrayOf(w, system.args).shape[0];
  const derivativeOfStart = system.unknownStart.map((i, k) =>
    set(own(system.state, at(1 + k), at(i)), constant(1)),
  );
  const scales = [
    ...system.unknownStart.map((i) => input(scope, 'start', 'value', at(i))),
    ...system.unknownArgs.map((i) => input(scope, 'args', 'value', at(i))),
  ];
  const isIntegral = system.method.kind === 'integrate';
  const isInitialValue = system.method.kind === 'ode' || system.method.kind === 'ode_stiff';
  const body: LoopStatement[] = [
    copy((k) => own(system.args, k), 'args', args),
    ...(isIntegral ? [] : [copy((k) => own(system.state, at(0), k), 'start', states)]),
    set(own(system.time, at(0)), element(input(scope, 'startTime', 'value', at(0)))),
    set(own(system.scale, at(0)), constant(1)),
    ...(columns === 1 || !isInitialValue
      ? []
      : [
          loopOver(w, columns - 1, (k, row) => [
            loopOver(w, states, (i, index) => [
              set(
                { ...own(system.state, b.binary('add', k, at(1)), i), scope: [...scope.batch, row, index] },
                constant(0),
              ),
            ]),
          ]),
          ...derivativeOfStart,
          ...scales.map((from, k) => set(own(system.scale, at(1 + k)), scaleOf(element(from)))),
        ]),
    ...doseCode(w, system, batch, context, columns),
    {
      kind: 'solver',
      system,
      times: input(scope, isIntegral ? 'start' : 'times', 'value', at(0)),
      output: place(scope, s.output, 'value', [...positions(scope), at(0), at(0), at(0)]),
      doses:
        system.doses === null
          ? null
          : {
              times: input(scope, 'doseTimes', 'value', at(0)),
              places: input(scope, 'dosePlaces', 'value', at(0)),
              count: system.doses.amounts.length,
            },
      count,
      size: states,
      columns,
      stride: rows * states,
      body: slopeCode(w, system, batch, context, columns),
    },
  ];
  return nest(scope.batch, body);
}

/** A change of an unknown by its own size is what a tolerance of the solution allows for. */
function scaleOf(value: Value): Value {
  const size = unary('abs', value);
  return {
    kind: 'choose',
    cond: binary('gt', size, constant(0)),
    then: divide(constant(1), size),
    else: constant(1),
  };
}

/** Adds to the adjoints of start and arguments what the adjoints of the solution come to by the sensitivities. */
export function odeAdjoint(w: PassProgram, s: SolverKernel): readonly LoopStatement[] {
  const scope = scopeOf(w, s);
  const { builder: b } = w;
  const { system } = s;
  const [count] = arrayOf(w, s.output).shape.slice(-3);
  const directions = [
    ...system.unknownStart.map((i) => input(scope, 'start', 'adjoint', b.constant(i))),
    ...system.unknownArgs.map((i) => input(scope, 'args', 'adjoint', b.constant(i))),
  ];
  const body = loopOver(w, count, (t, time) => [
    loopOver(w, system.slopes.length, (i, index) => {
      const around = [...scope.batch, time, index];
      const output = (space: Place['space'], row: number): Value =>
        element({
          ...place(scope, s.output, space, [...positions(scope), t, b.constant(row), i]),
          scope: around,
        });
      return [
        {
          kind: 'if',
          // Where the solution is not used the sensitivities may be missing too.
          cond: binary('ne', output('adjoint', 0), constant(0)),
          then: directions.map((to, k) => ({
            kind: 'addTo',
            place: { ...to, scope: around },
            value: multiply(output('adjoint', 0), output('value', 1 + k)),
          })),
          else: [],
        },
      ];
    }),
  ]);
  return nest(scope.batch, [body]);
}

function positions({ w, batch }: Scope): ScalarExpr[] {
  return batch.map(({ id }) => w.builder.index(id));
}

function place({ batch }: Scope, array: ArrayId, space: Place['space'], at: readonly ScalarExpr[]): Place {
  return { array, space, at, scope: batch };
}

/** An element of an input, which has all batch axes or none. */
function input(scope: Scope, which: keyof typeof INPUTS, space: Place['space'], k: ScalarExpr): Place {
  const array = scope.s.inputs[INPUTS[which]];
  const isShared = arrayOf(scope.w, array).shape.length === 1;
  return place(scope, array, space, isShared ? [k] : [...positions(scope), k]);
}

function element(of: Place): Value {
  return { kind: 'element', place: of };
}

function nest(loops: readonly Index[], body: readonly LoopStatement[]): readonly LoopStatement[] {
  return loops.reduceRight<readonly LoopStatement[]>(
    (inner, index) => [{ kind: 'loop', index, descending: false, body: inner }],
    body,
  );
}
