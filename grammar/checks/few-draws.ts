import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { methods } from '../methods/index.ts';
import { defaultsOf } from '../methods/setting.ts';
import type { Span } from '../span.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';

export const fewDraws: ProgramCheck = {
  code: 'few-draws',
  severity: 'hint',
  title: 'Fewer draws than the diagnostics need',
  doc: 'The diagnostics ask for an effective sample size of 400 per chain, in the bulk and in the tails; fewer draws than that can hardly reach it. `draws = enough`, the default, draws as many as that takes.',
  find: checkFewDraws,
};

/** The usual limit of `draws = enough`. */
const usual = defaultsOf(methods.nuts.settings).max_draws;

/** The effective sample size per chain that the verdict asks for. */
const needed = 400;

function checkFewDraws({ program }: Analysis): readonly Diagnostic[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'settings' || statement.method !== 'sample') return [];
    const settingOf = (name: string) => statement.settings.find((s) => s.name.name === name)?.value;
    const draws = settingOf('draws');
    // `max_draws` only limits `draws = enough`.
    const least = draws === undefined || draws.kind === 'name' ? settingOf('max_draws') : draws;
    if (least?.kind !== 'number' || least.value < 1 || least.value >= needed) return [];
    const { span, value } = least;
    const why = `the diagnostics need an effective sample size of ${needed} per chain, which ${value} draws can hardly give`;
    return least !== draws
      ? [diagnose(fewDraws, span, `${why}; leave out \`max_draws\`, or raise it`, raise(span))]
      : [
          diagnose(fewDraws, span, `${why}; use \`draws = enough\`, which draws as many as that takes`, {
            fixes: [replace('Change to `enough`', span, 'enough')],
          }),
        ];
  });
}

function raise(span: Span) {
  return { fixes: [replace(`Change to ${usual}`, span, String(usual))] };
}
