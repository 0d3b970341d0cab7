/** `over = (g, f)` of a prior: dimensions of the parameter, each once, along which no argument differs. */
import { overElsewhere } from '../checks/argument-name.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import { overNames } from '../distributions/over.ts';
import { type DistributionArgument, formatType, unknownType } from '../shapes/type.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import type { Context, Env } from './context.ts';
import { resolveDimension } from './resolve-names.ts';

interface Over {
  readonly call: CallExpr;
  readonly over: Arg;
  readonly args: readonly DistributionArgument[];
}

/** The names; null after reporting. */
export function checkOver(ctx: Context, env: Env, { call, over, args }: Over): readonly string[] | null {
  const names = overNames(over);
  if (names === null) {
    ctx.report(
      wrongType({
        span: over.value.span,
        expected: 'dimensions of the parameter, `over = g` or `over = (g, f)`,',
        found: unknownType,
        where: `as \`over\` of \`${call.callee.name}\``,
      }),
    );
    return null;
  }
  const isKnown = names.map((node) => resolveDimension(ctx, env.scope, node.name, node) !== null);
  if (isKnown.includes(false)) return null;
  const { current } = ctx.statement;
  if (current.kind !== 'param' || current.prior !== call || current.indices.length > 0) {
    ctx.report(overElsewhere((over.name ?? over).span, call.callee.name));
    return null;
  }
  const own = current.dims.flatMap((dim) => (dim.kind === 'dimName' ? [dim.name] : []));
  for (const [i, { name, span }] of names.entries()) {
    const count = own.filter((dim) => dim === name).length;
    const twice = names.findIndex((other) => other.name === name) < i;
    const varying = args.find(
      ({ type }) =>
        type.kind === 'array' && type.dims.some((dim) => dim.kind === 'named' && dim.name === name),
    );
    if (count === 1 && !twice && varying === undefined) continue;
    ctx.report(
      shapesDiffer(
        span,
        twice
          ? `\`${name}\` is named twice in \`over\``
          : count === 0
            ? `\`${current.name.name}\` has no dimension \`${name}\` along which it could sum to zero`
            : count > 1
              ? `\`${current.name.name}\` has ${count} dimensions \`${name}\`, so that it is not clear along which it is to sum to zero: use two dimensions of that size`
              : `elements that sum to zero have one \`${varying?.name}\`, but it is \`${formatType(varying?.type ?? unknownType)}\`, one for each of \`${name}\``,
        [],
      ),
    );
    return null;
  }
  return names.map(({ name }) => name);
}
