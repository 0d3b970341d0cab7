/**
 * Lowering: from a checked program and its data to the IR in index notation. An abstract evaluator walks the
 * statements in order; its values are arrays known element by element (`value.ts`), so broadcasting, gathers,
 * slices and contractions are all loads at index expressions, and all sizes are numbers.
 */
import { withoutIgnored } from '../../../grammar/checks/ignore-comments.ts';
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { ownDistribution } from '../../../grammar/distributions/own.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import type { Program, Statement } from '../../../grammar/syntax/ast.ts';
import { definedTogether } from '../../../grammar/syntax/recurrence.ts';
import { unreachable } from '../../unreachable.ts';
import { Context, type LowerOptions } from './context.ts';
import { sumOut } from './discrete/sum-out.ts';
import { evaluateExpression } from './expression.ts';
import { LoweringFailure } from './failure.ts';
import { tooLarge } from './limits.ts';
import { partitionStatements } from './partition-statements.ts';
import { childScope, type Scope } from './scope.ts';
import { lowerData } from './statements/data.ts';
import { lowerDraw } from './statements/draw.ts';
import { lowerJoint, lowerLet } from './statements/let.ts';
import { lowerObserve, observedName } from './statements/observe.ts';
import { lowerParam } from './statements/param.ts';
import { originOfParam } from './statements/param-origin.ts';
import { lowerPotential } from './statements/potential.ts';

export interface Lowering {
  /** Only usable if `diagnostics` has no error. */
  readonly ir: IrProgram;
  readonly diagnostics: readonly Diagnostic[];
}

/** Never throws: failures are diagnostics at their statements, and statements that depend on them are left out. */
export function lower(program: Program, data: LoadedData, options: LowerOptions = {}): Lowering {
  const ctx = new Context(data, evaluateExpression, options);
  const scope = childScope(undefined);
  for (const statement of program.statements) lowerStatement(ctx, scope, statement, program);
  if (ctx.leftOut.length === 0) sumOutDiscrete(ctx);
  reportLeftOut(ctx, program);
  const ir = partitionStatements(ctx);
  const excess = tooLarge(ir);
  if (excess !== null) {
    const span = excess.span ?? program.span;
    ctx.diagnostics.push({ code: 'too-large', severity: 'error', message: excess.message, span });
  }
  return { ir, diagnostics: withoutIgnored(program, ctx.diagnostics) };
}

/** Where it cannot be done, the reason is at the statement that prevents it. */
function sumOutDiscrete(ctx: Context): void {
  try {
    sumOut(ctx);
  } catch (error) {
    if (!(error instanceof LoweringFailure)) throw error;
    if (error.diagnostic !== null) ctx.diagnostics.push(error.diagnostic);
  }
}

/** Ensures that statements left out have an error, since otherwise a different model would be sampled. */
function reportLeftOut(ctx: Context, program: Program): void {
  const [first] = ctx.leftOut;
  if (first === undefined) return;
  const found = [...ctx.data.diagnostics, ...ctx.diagnostics];
  if ((program.faults ?? []).length > 0 || found.some(({ severity }) => severity === 'error')) return;
  const message = 'this statement was left out without a reason, which is a mistake of the compiler';
  ctx.diagnostics.push({ code: 'internal', severity: 'error', message, span: first });
}

function lowerStatement(ctx: Context, scope: Scope, statement: Statement, program: Program): void {
  ctx.calls.count = 0;
  try {
    dispatch(ctx, scope, statement, program);
  } catch (error) {
    ctx.abandon();
    for (const one of definedTogether(program.statements, statement)) poison(scope, one);
    ctx.leftOut.push(statement.span);
    if (error instanceof LoweringFailure) {
      if (error.diagnostic !== null) ctx.diagnostics.push(error.diagnostic);
      return;
    }
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      ctx.diagnostics.push({
        code: 'too-large',
        severity: 'error',
        message:
          'this statement is nested too deeply to be compiled: write a chain of definitions as one recurrence, or take functions apart',
        span: statement.span,
      });
      return;
    }
    const detail = error instanceof Error ? error.message : String(error);
    ctx.diagnostics.push({
      code: 'internal',
      severity: 'error',
      message: `this statement could not be compiled, which is a mistake of the compiler: ${detail}`,
      span: statement.span,
    });
  }
}

function dispatch(ctx: Context, scope: Scope, statement: Statement, program: Program): void {
  switch (statement.kind) {
    case 'model':
    case 'dim':
    case 'predict':
    case 'settings':
    case 'test':
      return;
    case 'data':
      lowerData(ctx, scope, statement, program);
      return;
    case 'param': {
      const unknowns = definedTogether(program.statements, statement);
      if (unknowns[0] !== statement) return;
      ctx.origin = originOfParam(statement);
      lowerParam(ctx, scope, unknowns);
      return;
    }
    case 'let':
    case 'deterministic': {
      const members = definedTogether(program.statements, statement);
      // A block is lowered as a whole at its first line.
      if (members[0] !== statement) return;
      const names = members.map(({ name }) => name.name).join(', ');
      ctx.origin = { span: statement.joint ?? statement.span, label: `${statement.kind} ${names}` };
      if (statement.joint === undefined) lowerLet(ctx, scope, statement);
      else lowerJoint(ctx, scope, members);
      return;
    }
    case 'draw': {
      const lines = definedTogether(program.statements, statement);
      if (lines[0] !== statement) return;
      const drawn = lines.map(({ name }) => name.name).join(', ');
      ctx.origin = { span: statement.joint ?? statement.span, label: `draw ${drawn}` };
      lowerDraw(ctx, scope, lines);
      return;
    }
    case 'observe':
      ctx.origin = { span: statement.span, label: `observe ${observedName(statement, program)}` };
      lowerObserve(ctx, scope, statement, program);
      return;
    case 'potential':
      ctx.origin = { span: statement.span, label: `potential ${statement.name.name}` };
      lowerPotential(ctx, scope, statement);
      return;
    case 'fun':
      scope.names.set(statement.name.name, { kind: 'function', statement, scope });
      return;
    case 'distribution': {
      const functions = program.statements.filter((other) => other.kind === 'fun');
      const entry = ownDistribution(statement, program.text ?? '', functions);
      scope.names.set(statement.name.name, { kind: 'family', entry, scope });
      return;
    }
    case 'formula':
      ctx.unsupported(
        'a formula is compiled from the statements that it expands into; expand it first',
        statement.span,
      );
      break;
    default:
      unreachable(statement);
  }
}

/** Makes later uses of the statement's names fail silently. */
function poison(scope: Scope, statement: Statement): void {
  switch (statement.kind) {
    case 'param':
    case 'let':
    case 'deterministic':
    case 'draw':
    case 'fun':
    case 'distribution':
      scope.names.set(statement.name.name, { kind: 'poisoned' });
      return;
    case 'data':
      for (const entry of statement.entries) {
        if (!scope.names.has(entry.name.name)) scope.names.set(entry.name.name, { kind: 'poisoned' });
      }
      return;
    default:
      return;
  }
}
