/** Partitions the statements into those that the density needs and those computed for kept draws only. */
import type {
  ArrayId,
  Centring,
  IrProgram,
  IrStatement,
  Observation,
  ScalarExpr,
} from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { workingArraysOf } from '../solver-arrays.ts';
import type { Context } from './context.ts';
import { distributionArrays } from './distribution-arrays.ts';

export function partitionStatements(ctx: Context): IrProgram {
  const statements = needed(ctx.statements, new Set(), (statement) => statement.kind === 'term');
  const inDensity = new Set(statements);
  const kept = new Set<ArrayId>([
    ...ctx.quantities.map((quantity) => quantity.array),
    ...ctx.observations.flatMap(arraysOfObservation),
    ...ctx.checks.map((check) => check.array),
    ...ctx.centrings.flatMap(arraysOfCentring),
    ...ctx.draws.flatMap((draw) => [draw.array, ...distributionArrays(draw.distribution)]),
    ...ctx.priors.flatMap((prior) => [prior.array, ...distributionArrays(prior.distribution)]),
  ]);
  const rest = ctx.statements.filter((statement) => !inDensity.has(statement));
  const generated = needed(rest, kept, () => false);

  const used = new Set<ArrayId>(kept);
  for (const statement of [...statements, ...generated]) {
    const own = arrayOfStatement(statement);
    if (own !== null) used.add(own);
    for (const array of [...arraysRead(statement), ...workingArrays(statement)]) used.add(array);
  }
  const arrays = ctx.arrays.filter((array) => used.has(array.id) || array.role === 'unconstrained');
  return {
    dimension: ctx.dimension,
    unconstrainedNames: ctx.unconstrainedNames,
    arrays,
    constants: new Map([...ctx.constants].filter(([id]) => used.has(id))),
    statements,
    generated,
    quantities: ctx.quantities,
    observations: ctx.observations,
    ...(ctx.options.kindsKnown === undefined ? {} : { checks: ctx.checks }),
    priors: ctx.priors,
    ...(ctx.summedOut.length === 0 ? {} : { summedOut: ctx.summedOut }),
    ...(ctx.draws.length === 0 ? {} : { draws: ctx.draws }),
    ...(ctx.centrings.length === 0 ? {} : { centrings: ctx.centrings }),
  };
}

/** The statements that the roots or the wanted arrays depend on, in order. */
function needed(
  statements: readonly IrStatement[],
  wanted: ReadonlySet<ArrayId>,
  isRoot: (statement: IrStatement) => boolean,
): IrStatement[] {
  const arrays = new Set(wanted);
  const chosen: IrStatement[] = [];
  for (const statement of statements.toReversed()) {
    const own = arrayOfStatement(statement);
    if (!isRoot(statement) && (own === null || !arrays.has(own))) continue;
    chosen.push(statement);
    for (const array of arraysRead(statement)) arrays.add(array);
  }
  return chosen.reverse();
}

function arrayOfStatement(statement: IrStatement): ArrayId | null {
  switch (statement.kind) {
    case 'define':
      return statement.array;
    case 'kernel':
      return statement.output;
    case 'term':
      return null;
  }
}

function arraysRead(statement: IrStatement): ReadonlySet<ArrayId> {
  if (statement.kind === 'kernel') return new Set(statement.inputs);
  const arrays = new Set<ArrayId>();
  const seen = new Set<ScalarExpr>();
  const visit = (node: ScalarExpr): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.op === 'load') arrays.add(node.array);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(statement.body);
  return arrays;
}

/** Memory that a statement needs while it runs. */
function workingArrays(statement: IrStatement): readonly ArrayId[] {
  return statement.kind === 'kernel' && statement.fn === 'solver' ? workingArraysOf(statement.system) : [];
}

/** What its coordinates are made with, beside the degrees. */
export function arraysOfCentring({ location, scale, sequence }: Centring): readonly ArrayId[] {
  return sequence === undefined ? [location, scale] : [location, scale, sequence.shift];
}

function arraysOfObservation(observation: Observation): ArrayId[] {
  return [observation.datum, observation.logLikelihood, ...distributionArrays(observation.distribution)];
}
