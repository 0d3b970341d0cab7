/**
 * What a solver of differential equations asks for, as loop code: slopes of the solution and of each column of
 * sensitivities (`df/dy · column`, and `df/da` for an argument's); for a stiff method also the Jacobian and the derivatives
 * of all these along a direction; and the amounts of doses.
 */
import type { Index, ScalarExpr, SolverSystem } from '../../../grammar/ir.ts';
import { partialDerivative } from '../graph/partial-derivative.ts';
import { type SlopeDerivative, type SlopeDerivatives, slopeDerivatives } from '../graph/slope-derivatives.ts';
import type { PassProgram } from '../passes/pass-program.ts';
import {
  binary,
  constant,
  type LoopStatement,
  local,
  multiply,
  type Place,
  plus,
  type Value,
} from './loop-program.ts';
import { scheduleRegion } from './region.ts';
import { type BodyContext, bodyCode } from './region-code.ts';

/** What a stiff method asks for beside slopes, as in `sampler/math/assembly/ode-stiff.ts`. */
const ASKED = { jacobian: 1, along: 2 } as const;

/** As in `sampler/math/assembly/newton.ts`. */
const ASKED_OF_ROOT = { derivatives: 1 } as const;

interface Writer {
  readonly w: PassProgram;
  readonly system: SolverSystem;
  readonly batch: readonly Index[];
  readonly context: BodyContext;
  /** The value of an expression, whose code is added to the statements. */
  readonly computed: (e: ScalarExpr) => Value;
  readonly statements: LoopStatement[];
}

function writerOf(
  w: PassProgram,
  system: SolverSystem,
  batch: readonly Index[],
  context: BodyContext,
): Writer {
  const { builder: b } = w;
  const code = bodyCode(context);
  const done = new Set<ScalarExpr>();
  const statements: LoopStatement[] = [];
  const computed = (e: ScalarExpr): Value => {
    const available = (x: ScalarExpr) => x.op === 'const' || x.op === 'index' || done.has(x);
    const region = scheduleRegion({ builder: b, available }, e, new Set());
    statements.push(...code.forward(region, batch));
    for (const node of region.nodes) done.add(node);
    return code.valueFor(e);
  };
  return { w, system, batch, context, computed, statements };
}

/** @param columns of the state that are solved for: the solution alone, or its sensitivities too. */
export function slopeCode(
  w: PassProgram,
  system: SolverSystem,
  batch: readonly Index[],
  context: BodyContext,
  columns: number,
): readonly LoopStatement[] {
  const { builder: b } = w;
  const writer = (): Writer => writerOf(w, system, batch, context);
  const derivatives = slopeDerivatives(b, system);
  const { slopes, byState, byArgument, byTime, along } = derivatives;
  const ordinary = writer();
  const all = slopes.map((value, i) => ({ i, value }));
  if (system.method.kind === 'solve_newton') return rootCode(writer, derivatives, system.method, columns);
  writeColumns(ordinary, columns, all, byState, byArgument);
  if (system.method.kind !== 'ode_stiff') return ordinary.statements;

  const { ask, jacobian, direction } = system.method;
  const at = (k: number): ScalarExpr => b.constant(k);
  const towards = (k: number): ScalarExpr => b.load(direction, [at(k)]);
  const whole = writer();
  const timed = byTime().map(({ i, value }) => ({
    i,
    value: b.binary('mul', value, towards(slopes.length)),
  }));
  writeColumns(
    whole,
    columns,
    timed,
    byState.map((column) => along(column, towards)),
    byArgument.map((column) => along(column, towards)),
  );
  const asked = (what: number): Value =>
    binary(
      'eq',
      { kind: 'element', place: { array: ask, space: 'value', at: [at(0)], scope: batch } },
      constant(what),
    );
  return [
    {
      kind: 'if',
      cond: asked(ASKED.along),
      then: whole.statements,
      else: [
        ...ordinary.statements,
        {
          kind: 'if',
          cond: asked(ASKED.jacobian),
          then: jacobianCode(writer(), derivatives, jacobian),
          else: [],
        },
      ],
    },
  ];
}

/** The equations and their Jacobian; at the root also their derivatives by each argument. */
function rootCode(
  writer: () => Writer,
  derivatives: SlopeDerivatives,
  { ask, jacobian }: Extract<SolverSystem['method'], { kind: 'solve_newton' }>,
  columns: number,
): readonly LoopStatement[] {
  const { slopes, byArgument } = derivatives;
  const equations = writer();
  writeColumns(
    equations,
    1,
    slopes.map((value, i) => ({ i, value })),
    [],
    [],
  );
  jacobianCode(equations, derivatives, jacobian);
  if (columns === 1) return equations.statements;
  const atRoot = writer();
  writeColumns(atRoot, columns, [], [], byArgument);
  const { w, batch } = equations;
  const asked: Place = { array: ask, space: 'value', at: [w.builder.constant(0)], scope: batch };
  return [
    ...equations.statements,
    {
      kind: 'if',
      cond: binary('eq', { kind: 'element', place: asked }, constant(ASKED_OF_ROOT.derivatives)),
      then: atRoot.statements,
      else: [],
    },
  ];
}

/** A row of `slope` for the solution, and one for each column of sensitivities; what is not given is 0. */
function writeColumns(
  { w, system, batch, context, computed, statements }: Writer,
  columns: number,
  solution: readonly SlopeDerivative[],
  byState: SlopeDerivatives['byState'],
  byArgument: SlopeDerivatives['byArgument'],
): void {
  const { builder: b } = w;
  const slope = (row: ScalarExpr, i: number, around: readonly Index[] = batch): Place => ({
    array: system.slope,
    space: 'value',
    at: [row, b.constant(i)],
    scope: around,
  });
  for (const [i] of system.slopes.entries()) {
    const given = solution.find((d) => d.i === i);
    const value = given === undefined ? constant(0) : computed(given.value);
    statements.push({ kind: 'store', place: slope(b.constant(0), i), value });
  }
  if (columns === 1) return;
  const values = (column: readonly SlopeDerivative[]) =>
    column.map(({ i, value }) => ({ i, value: computed(value) }));
  const [ofState, ofArgument] = [byState.map(values), byArgument.map(values)];
  statements.push(
    loopOver(w, columns - 1, (k, index) => {
      const row = b.binary('add', k, b.constant(1));
      const around = [...batch, index];
      const used = ofState.map((column) => (column.length === 0 ? null : context.freshLocal('s')));
      const loads = used.flatMap((name, j): LoopStatement[] => {
        if (name === null) return [];
        const place: Place = { array: system.state, space: 'value', at: [row, b.constant(j)], scope: around };
        return [{ kind: 'set', local: name, value: { kind: 'element', place } }];
      });
      const stores = system.slopes.map((_, i): LoopStatement => {
        const terms = ofState.flatMap((column, j) =>
          column.filter((d) => d.i === i).map((d) => multiply(d.value, local(used[j] ?? ''))),
        );
        const value = terms.length === 0 ? constant(0) : terms.reduce(plus);
        return { kind: 'store', place: slope(row, i, around), value };
      });
      return [...loads, ...stores];
    }),
    ...ofArgument.flatMap((column, k) =>
      column.map(
        ({ i, value }): LoopStatement => ({
          kind: 'addTo',
          place: slope(b.constant(1 + system.unknownStart.length + k), i),
          value,
        }),
      ),
    ),
  );
}

function jacobianCode(
  { w, system, batch, computed, statements }: Writer,
  { byState }: SlopeDerivatives,
  jacobian: Place['array'],
): readonly LoopStatement[] {
  const { builder: b } = w;
  const states = system.slopes.length;
  const element = (i: ScalarExpr, j: ScalarExpr, around: readonly Index[]): Place => ({
    array: jacobian,
    space: 'value',
    at: [i, j],
    scope: around,
  });
  statements.push(zeros(w, batch, states, states, element));
  for (const [j, column] of byState.entries())
    for (const { i, value } of column)
      statements.push({
        kind: 'store',
        place: element(b.constant(i), b.constant(j), batch),
        value: computed(value),
      });
  return statements;
}

/** The amounts of doses, and their derivatives by each column's unknown. */
export function doseCode(
  w: PassProgram,
  system: SolverSystem,
  batch: readonly Index[],
  context: BodyContext,
  columns: number,
): readonly LoopStatement[] {
  if (system.doses === null) return [];
  const { builder: b } = w;
  const { amounts, jumps } = system.doses;
  const { computed, statements } = writerOf(w, system, batch, context);
  const jump = (row: ScalarExpr, k: ScalarExpr, around: readonly Index[]): Place => ({
    array: jumps,
    space: 'value',
    at: [row, k],
    scope: around,
  });
  statements.push(zeros(w, batch, columns, amounts.length, jump));
  const store = (row: number, k: number, e: ScalarExpr): void => {
    statements.push({
      kind: 'store',
      place: jump(b.constant(row), b.constant(k), batch),
      value: computed(e),
    });
  };
  for (const [k, given] of amounts.entries()) {
    const amount = b.canonical(given);
    store(0, k, amount);
    if (columns === 1) continue;
    for (const [i, argument] of system.unknownArgs.entries()) {
      const slope = partialDerivative(b, amount, b.load(system.args, [b.constant(argument)]));
      if (slope !== null) store(1 + system.unknownStart.length + i, k, slope);
    }
  }
  return statements;
}

function zeros(
  w: PassProgram,
  batch: readonly Index[],
  rows: number,
  columns: number,
  place: (i: ScalarExpr, j: ScalarExpr, around: readonly Index[]) => Place,
): LoopStatement {
  return loopOver(w, rows, (i, row) => [
    loopOver(w, columns, (j, column) => [
      { kind: 'store', place: place(i, j, [...batch, row, column]), value: constant(0) },
    ]),
  ]);
}

export function loopOver(
  w: PassProgram,
  size: number,
  body: (position: ScalarExpr, index: Index) => readonly LoopStatement[],
): LoopStatement {
  const index = { id: w.fresh.index(), from: 0, to: size };
  return { kind: 'loop', index, descending: false, body: body(w.builder.index(index.id), index) };
}
