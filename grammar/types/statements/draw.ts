/** `draw z ~ D`, `draw z[d] ~ D`, `draw z[i in d] ~ D`: a quantity drawn once for each kept draw. */
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import { anonymous, arrayType, type DistributionType, formatDims, unknownType } from '../../shapes/type.ts';
import type { DrawStatement } from '../../syntax/ast.ts';
import { bindIndices } from '../binders.ts';
import { parameterBounds } from '../check-support.ts';
import type { Context, Self } from '../context.ts';
import { inferExpr } from '../infer-array.ts';
import { asDistribution } from '../infer-wrapper.ts';
import { checkTarget } from '../match-target-dims.ts';
import { resolveDims } from '../resolve-names.ts';
import { checkTogether, selfOf } from './drawn-self.ts';
import { topLevel } from './top-level.ts';

export function checkDraw(ctx: Context, statement: DrawStatement, symbol: OpenSymbol): void {
  const bound = bindIndices(ctx, topLevel, statement.indices, statement);
  const self = bound.symbols.length === 0 ? null : selfOf(symbol, bound.symbols, statement.distribution);
  checkElements(ctx, statement, symbol, bound, self);
}

/** `draw { y[h in d] ~ D  v[h in d] ~ D }` */
export function checkJointDraw(ctx: Context, members: readonly DrawStatement[]): void {
  checkTogether(ctx, members, {
    distributionOf: ({ distribution }) => distribution,
    checkElements: (statement, bound, self) => checkElements(ctx, statement, self.symbol, bound, self),
  });
}

function checkElements(
  ctx: Context,
  statement: DrawStatement,
  symbol: OpenSymbol,
  bound: ReturnType<typeof bindIndices>,
  self: Self | null,
): void {
  const stated = resolveDims(ctx, topLevel.scope, statement.dims);
  const env = { ...bound.env, self };
  const found = inferExpr(ctx, env, statement.distribution);
  const distribution = asDistribution(
    ctx,
    statement.distribution,
    found,
    `as the distribution of \`${symbol.name}\``,
  );
  const axes = bound.symbols.map((s) => s.domain?.dim ?? anonymous(null));
  const dims = [...axes, ...(stated ?? [])];
  const element = distribution?.discrete === true ? 'int' : 'real';
  symbol.type = stated === null ? unknownType : arrayType(element, dims, 'param');
  symbol.bounds = parameterBounds(ctx, bound.env, found, undefined, undefined);
  if (distribution === null || stated === null) return;
  if (statement.dims.length === 0 && !isScalar(ctx, statement, distribution)) return;
  const { name, span } = statement.name;
  const each = axes.length > 0 ? ` at each \`${bound.symbols.map((s) => s.name).join(', ')}\`` : '';
  const target = { words: `\`${name}\`${each}`, type: arrayType(element, stated, 'param'), span };
  checkTarget(ctx, distribution, target, statement.distribution.span);
}

/** A draw at each index, or a draw without dims, is one number. */
function isScalar(ctx: Context, statement: DrawStatement, distribution: DistributionType): boolean {
  const { batch, event } = distribution;
  if (batch.length === 0 && event.length === 0) return true;
  const { name, span } = statement.name;
  const implied = [...batch, ...event.map((dim) => dim ?? anonymous(null))];
  const isIndexed = statement.indices.length > 0;
  const written = implied.every((dim) => dim.kind === 'named' || dim.size !== null)
    ? `draw ${name}${formatDims(implied)}`
    : `draw ${name}[…]`;
  ctx.report(
    shapesDiffer(
      span,
      isIndexed
        ? `\`${distribution.name}\` draws \`${formatDims(implied)}\` at each index of \`${name}\`: expected one number; name the dims in place of the index, as in \`draw ${name}[d, e] ~ …\``
        : `\`${name}\` is a scalar, but \`${distribution.name}\` draws \`${formatDims(implied)}\`; write \`${written}\``,
      [],
    ),
  );
  return false;
}
