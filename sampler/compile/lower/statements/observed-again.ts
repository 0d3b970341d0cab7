/** Values under two likelihoods, where a `where` says which rows each has. */
import { observedTwice } from '../../../../grammar/checks/observed-twice.ts';
import type { ObserveStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { placesOf } from '../../places-of-part.ts';
import { labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { axesOfDatum } from '../dimension.ts';
import { flatToPositions } from '../row-major.ts';

/** Warns of the values that the last observation shares with earlier ones; without `where` the checker does. */
export function warnOfSharedRows(ctx: Context, statement: ObserveStatement, program: Program): void {
  const own = ctx.observations.at(-1);
  if (own === undefined || statement.target.kind !== 'name') return;
  const datum = ctx.data.arrays.get(own.name);
  const isPartly = ({ start }: { readonly start: number }) =>
    program.statements.some((s) => s.kind === 'observe' && s.span.start === start && s.where !== undefined);
  if (datum === undefined || ctx.options.drawn?.has(own.name) === true) return;
  const places = (observation: typeof own) =>
    placesOf(ctx.data, own.name, ctx.shapeOf(observation.datum), observation);
  for (const before of ctx.observations.slice(0, -1)) {
    if (before.name !== own.name || !(isPartly(before.origin.span) || isPartly(own.origin.span))) continue;
    const seen = new Set(places(before));
    const shared = places(own).filter((place) => seen.has(place));
    if (shared.length === 0) continue;
    const axes = axesOfDatum(ctx, datum);
    const first = flatToPositions(
      shared[0],
      axes.map(({ size }) => size),
    ).map((position, axis) => labelsOfAxis(axes[axis])[position]);
    const count = shared.length === 1 ? 'is' : `and ${shared.length - 1} more are`;
    ctx.diagnostics.push({
      code: observedTwice.code,
      severity: observedTwice.severity,
      message: `\`${own.name}[${first.join(', ')}]\` ${count} observed twice, so ${shared.length === 1 ? 'it counts' : 'they count'} twice and intervals come out too narrow; give each \`observe\` rows of its own, as in \`where c\` and \`where not c\``,
      span: statement.target.span,
      related: [{ message: 'first observed here', span: before.origin.span }],
    });
    return;
  }
}
