import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';

export const fewDraws: ProgramCheck = {
  code: 'few-draws',
  severity: 'hint',
  title: 'Fewer draws than the diagnostics need',
  doc: 'The diagnostics ask for an effective sample size of 400 per chain, in the bulk and in the tails; fewer draws than that can hardly reach it. `draws = enough`, the default, draws as many as that takes.',
  find: checkFewDraws,
};

/** The effective sample size per chain that the verdict asks for. */
const needed = 400;

function checkFewDraws({ program }: Analysis): readonly Diagnostic[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'settings' || statement.method !== 'sample') return [];
    const draws = statement.settings.find((s) => s.name.name === 'draws');
    if (draws?.value.kind !== 'number' || draws.value.value >= needed || draws.value.value < 1) return [];
    const { span, value } = draws.value;
    return [
      diagnose(
        fewDraws,
        span,
        `the diagnostics need an effective sample size of ${needed} per chain, which ${value} draws can hardly give; use \`draws = enough\`, which draws as many as that takes`,
        { fixes: [replace('Change to `enough`', span, 'enough')] },
      ),
    ];
  });
}
