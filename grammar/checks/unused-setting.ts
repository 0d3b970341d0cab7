import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SettingEntry } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';

export const unusedSetting: ProgramCheck = {
  code: 'unused-setting',
  severity: 'warning',
  title: 'A setting without effect',
  doc: '`max_draws` limits `draws = enough`; beside a number of draws it does nothing. Leave it out, or write `draws = enough`.',
  find: checkUnusedSetting,
};

function checkUnusedSetting({ program }: Analysis): readonly Diagnostic[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'settings' || statement.method !== 'sample') return [];
    const { settings } = statement;
    const limit = settings.find(({ name }) => name.name === 'max_draws');
    const draws = settings.find(({ name }) => name.name === 'draws');
    if (limit === undefined || draws?.value.kind !== 'number') return [];
    const { value, span } = draws.value;
    const message = `\`max_draws\` limits \`draws = enough\`, and has no effect beside \`draws = ${value}\`: leave it out, or write \`draws = enough\``;
    const fixes = [without(settings, limit), replace('Write `draws = enough`', span, 'enough')];
    return [diagnose(unusedSetting, limit.name.span, message, { fixes })];
  });
}

/** With the comma before it, or after the first. */
function without(settings: readonly SettingEntry[], entry: SettingEntry): Fix {
  const at = settings.indexOf(entry);
  const { start, end } = entry.span;
  const span = at === 0 ? { start, end: settings[1].span.start } : { start: settings[at - 1].span.end, end };
  return replace('Leave `max_draws` out', span, '');
}
