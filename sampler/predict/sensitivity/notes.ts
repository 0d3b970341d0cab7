/** What was scaled and what was not, in words. */
import type { Program } from '../../../grammar/syntax/ast.ts';
import { createLineIndex } from '../../model/line-index.ts';
import type { PriorSensitivity } from '../../report/sensitivity-report.ts';
import { byDatum, countText } from '../leave-one-out/notes.ts';
import type { Points } from '../leave-one-out/points.ts';

interface Scaling {
  readonly program: Program;
  readonly modelText: string;
  readonly rows: readonly PriorSensitivity[];
  readonly points: Points;
  readonly asked: readonly string[] | null;
}

export function notesOnScaling({ program, modelText, rows, points, asked }: Scaling): readonly string[] {
  const notes: string[] = [];
  const held = rows.filter(({ scaled, depends_on }) => !scaled && depends_on.length > 0);
  if (asked === null && held.length > 0) {
    const names = held.map(({ name, depends_on }) => `${name} (holds ${depends_on.join(', ')})`).join('; ');
    notes.push(
      `not scaled, since their arguments hold unknowns: ${names}; --prior NAME scales them nevertheless`,
    );
  }
  if (points.points.length === 0)
    notes.push('the model observes no value, so there is no likelihood to compare the priors with');
  for (const [datum, own] of [...byDatum(points.imputed), ...byDatum(points.partlyImputed)]) {
    notes.push(
      `${countText(own.length, 'value')} of \`${datum}\` ${own.length === 1 ? 'is' : 'are'} imputed, and no part of the likelihood`,
    );
  }
  const locate = createLineIndex(modelText);
  const lines = program.statements.flatMap(({ kind, span }) =>
    kind === 'potential' ? [locate(span.start).line + 1] : [],
  );
  if (lines.length > 0)
    notes.push(`\`potential\` (line ${lines.join(', ')}) is scaled neither as a prior nor as a likelihood`);
  return notes;
}
