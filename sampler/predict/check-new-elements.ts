/**
 * Checks that new elements of a parameter can be drawn from its prior: they must be exchangeable with the fitted ones
 * (a hierarchy), conditionally independent of them given the other parameters, and not related to them elsewhere in
 * the model.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { ArrayId, IrProgram, IrStatement, Quantity, ScalarExpr } from '../../grammar/ir.ts';
import type { Expr, ParamStatement, Program } from '../../grammar/syntax/ast.ts';
import { walk, walkExpr } from '../../grammar/syntax/walk.ts';
import { childrenOf } from '../compile/children.ts';
import { distributionArrays } from '../compile/lower/distribution-arrays.ts';
import { arraysRead } from '../compile/passes/prune.ts';
import { noDrawsOf } from '../model/no-draws.ts';
import { problem } from './error-diagnostic.ts';
import type { NewData } from './new-data.ts';
import { newFactorLevels } from './new-factor-levels.ts';
import { placesOfLabels } from './places-of-labels.ts';

/** The properties of a parameter that are checked. */
interface Param extends Quantity {
  readonly prior: {
    readonly shape: readonly number[];
    readonly constraint: string | null;
    readonly zeroSumAxes?: readonly number[];
    /** Whether its arguments depend on other parameters. */
    readonly isLearnt: boolean;
    /** The axis along which elements depend on later ones. */
    readonly backAlong: number | null;
  } | null;
}

/**
 * @param fitted the fitted model, since a single new row does not show dependences between rows.
 * @param ir the model with the new data, priors included.
 * @param isNew whether the fit has no draws of some element of the parameter.
 */
export function checkNewElements(
  program: Program,
  { data, newRows, newLabels, set }: NewData,
  {
    fitted,
    ir,
    isNew,
  }: {
    readonly fitted: IrProgram;
    readonly ir: IrProgram;
    readonly isNew: (param: Quantity) => boolean;
  },
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [...newFactorLevels(program, data, newLabels)];
  const fresh = (name: string | null): name is string =>
    name !== null && (newRows.has(name) || newLabels.has(name));
  for (const param of paramsOf(ir)) {
    if (!isNew(param)) continue;
    const axis = param.dims.findIndex(({ name }) => fresh(name));
    const dim = param.dims[axis]?.name ?? null;
    const statement = program.statements.find(
      (s): s is ParamStatement => s.kind === 'param' && s.name.name === param.name,
    );
    // Imputed data are drawn with their rows.
    if (param.prior === null && statement === undefined) continue;
    if (dim === null || statement === undefined || param.prior === null) {
      const message = noDrawsOf(param.name);
      diagnostics.push(problem('run-names', message, param.origin.span));
      continue;
    }
    const why = obstacle(program, fitted, param, axis, statement);
    if (why === null) continue;
    const labels = newLabels.get(dim);
    const code = labels === undefined ? 'predict-rows' : 'predict-label';
    const subject =
      labels === undefined
        ? `new rows of \`${dim}\``
        : `"${labels[0]}", a label of \`${dim}\` that the fit has not seen`;
    diagnostics.push({
      ...problem(code, `no prediction for ${subject}: ${why}`, statement.span),
      related: labels === undefined ? [] : placesOfLabels(program, data, dim, labels),
    });
  }
  const rankOf = new Map(ir.arrays.map(({ id, shape }) => [id, shape.length]));
  for (const { name, shape, datum, origin } of ir.observations) {
    if (set.has(name)) continue;
    const dims = data.arrays.get(name)?.dims.slice(shape.length, rankOf.get(datum)) ?? [];
    const joint = dims.find((dim) => fresh(dim.name));
    if (joint === undefined) continue;
    const message = `no prediction for new rows of \`${joint.name}\`: \`${name}\` is one joint draw over them, so new values depend on those that were observed; write the conditional mean as a \`deterministic\``;
    diagnostics.push(problem('predict-rows', message, origin.span));
  }
  return diagnostics;
}

/** The parameters with properties of their priors, in order of declaration. */
function paramsOf(ir: IrProgram): readonly Param[] {
  const params = ir.quantities.filter(({ kind }) => kind === 'param' || kind === 'discrete');
  const learnt = new Set(params.map(({ array }) => array));
  for (const statement of [...ir.statements, ...ir.generated]) {
    if (statement.kind === 'term') continue;
    if ([...arraysRead(statement)].some((id) => learnt.has(id)))
      learnt.add(statement.kind === 'define' ? statement.array : statement.output);
  }
  return params.map((param) => {
    const prior = ir.priors.find(({ array }) => array === param.array);
    if (prior === undefined) return { ...param, prior: null };
    const { shape, constraint, zeroSumAxes, distribution, along } = prior;
    const isLearnt = distributionArrays(distribution).some((id) => learnt.has(id));
    const joint = zeroSumAxes === undefined ? {} : { zeroSumAxes };
    const backAlong = along?.step === -1 ? along.axis : null;
    return { ...param, prior: { shape, constraint, ...joint, isLearnt, backAlong } };
  });
}

/** Why the new elements have no draws, or null. */
function obstacle(
  program: Program,
  ir: IrProgram,
  param: Param,
  axis: number,
  statement: ParamStatement,
): string | null {
  const { prior, name } = param;
  if (prior === null) return null;
  const constrained = prior.constraint === null ? 0 : 1;
  // Elements that sum to zero along an axis are drawn together.
  const batch =
    prior.zeroSumAxes === undefined
      ? Math.min(prior.shape.length, param.shape.length - constrained)
      : Math.min(...prior.zeroSumAxes);
  const instead = 'put them into the data with their outcome missing (`real?`), and sample again';
  if (axis >= batch) {
    return `\`${name}\` has a joint prior over them, so new values depend on the fitted ones; ${instead}`;
  }
  if (axis === prior.backAlong) {
    return `elements of \`${name}\` depend on later ones, so new ones would change the fitted; ${instead}`;
  }
  if (tied(ir, param, axis)) {
    return `\`${name}\` enters each prediction through all of its elements, so new values depend on the fitted ones; ${instead}`;
  }
  if (prior.isLearnt || isScaled(program, statement)) return null;
  return `the prior of \`${name}\` does not depend on other parameters, so nothing was learnt about new ones; give it a hierarchical prior, as in \`Normal(mu, sigma)\` with parameters \`mu\` and \`sigma\``;
}

/** Non-centred: multiplied by a function of other parameters. */
function isScaled(program: Program, own: ParamStatement): boolean {
  const name = own.name.name;
  const unknowns = new Set<string>();
  let found = false;
  for (const statement of program.statements) {
    if (statement.kind === 'param') {
      unknowns.add(statement.name.name);
      continue;
    }
    walk(statement, (node) => {
      if (!('kind' in node) || node.kind !== 'binary' || !['*', '@', '/'].includes(node.op)) return;
      const [left, right] = [namesIn(node.left), namesIn(node.right)];
      const others = (names: ReadonlySet<string>) => [...names].some((n) => n !== name && unknowns.has(n));
      if ((left.has(name) && others(right)) || (right.has(name) && others(left))) found = true;
    });
    const defines = statement.kind === 'let' || statement.kind === 'deterministic';
    if (defines && [...namesIn(statement.value)].some((n) => unknowns.has(n)))
      unknowns.add(statement.name.name);
  }
  return found;
}

function namesIn(expr: Expr): ReadonlySet<string> {
  const names = new Set<string>();
  walkExpr(expr, (node) => {
    if (node.kind === 'name') names.add(node.name);
  });
  return names;
}

/**
 * Whether an observation depends on the parameter through a sum over the axis, a neighbour or a matrix
 * operation rather than element by element or by label.
 */
function tied(ir: IrProgram, param: Param, axis: number): boolean {
  const array = ir.quantities.find((q) => q.name === param.name)?.array;
  if (array === undefined) return false;
  const needed = neededBy(ir);
  /** Axes of each array along which its elements are those of the parameter. */
  const tracked = new Map<ArrayId, Set<number>>([[array, new Set([axis])]]);
  for (const statement of [...ir.statements, ...ir.generated]) {
    if (statement.kind === 'term') continue;
    const own = statement.kind === 'define' ? statement.array : statement.output;
    if (own === array) continue;
    if (statement.kind === 'kernel') {
      if (statement.inputs.some((id) => tracked.has(id)) && needed.has(own)) return true;
      continue;
    }
    for (const use of usesOf(statement.body, tracked)) {
      if (use.op === 'index') {
        const at = statement.indices.findIndex(({ id }) => id === use.index);
        if (at < 0) {
          if (needed.has(own)) return true;
          continue;
        }
        const axes = tracked.get(own) ?? new Set();
        tracked.set(own, axes.add(at));
      } else if (use.op !== 'load' && use.op !== 'const' && !isShiftedLabel(use) && needed.has(own))
        return true;
    }
  }
  return false;
}

/** Positions at which tracked axes are read. */
function usesOf(body: ScalarExpr, tracked: ReadonlyMap<ArrayId, ReadonlySet<number>>): readonly ScalarExpr[] {
  const uses: ScalarExpr[] = [];
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load') for (const axis of tracked.get(e.array) ?? []) uses.push(e.at[axis]);
    childrenOf(e).forEach(visit);
  };
  visit(body);
  return uses;
}

/** `county_of[i] - 1`: a gather by label, counted from 0. */
function isShiftedLabel(e: ScalarExpr): boolean {
  return e.op === 'binary' && e.fn === 'sub' && e.x.op === 'load' && e.y.op === 'const';
}

/** The arrays that the arguments of the observations are computed from. */
function neededBy(ir: IrProgram): ReadonlySet<ArrayId> {
  const needed = new Set(ir.observations.flatMap(({ distribution }) => distributionArrays(distribution)));
  const all: readonly IrStatement[] = [...ir.statements, ...ir.generated];
  for (const statement of all.toReversed()) {
    if (statement.kind === 'term') continue;
    const own = statement.kind === 'define' ? statement.array : statement.output;
    if (needed.has(own)) for (const id of arraysRead(statement)) needed.add(id);
  }
  return needed;
}
