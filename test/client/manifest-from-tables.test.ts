/** Commands of methods and the codes that can be switched off are those of the tables; `npm run reference` writes them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checks } from '../../grammar/checks/codes.ts';
import { aboutComments } from '../../grammar/checks/ignore-comments.ts';
import { methodList } from '../../grammar/methods/index.ts';

const place = fileURLToPath(new URL('../../package.json', import.meta.url));

interface Row {
  readonly command: string;
}

/** The manifest with the commands of the methods first, in the order of *Fit by…*, and all codes of warnings and hints. */
function manifest(text: string): string {
  const found = JSON.parse(text);
  const { commands, menus } = found.contributes;
  const rows = methodList.flatMap(({ editor }) => editor);
  const isOther = ({ command }: Row) => !rows.some((row) => row.command === command);
  const own = rows.map(({ command, title, icon, exclusive }) => ({
    command,
    title,
    category: 'Bayes',
    ...(icon === undefined ? {} : { icon }),
    ...(exclusive === undefined ? {} : { enablement: '!bayes.sampling' }),
  }));
  const when = 'editorLangId == bayes && resourceScheme != bayes-run';
  const inPalette = rows.map(({ command }) => ({ command, when }));
  found.contributes.commands = [...own, ...commands.filter(isOther)];
  menus.commandPalette = [...inPalette, ...menus.commandPalette.filter(isOther)];
  const silenceable = [...checks.values()].filter(
    ({ code, severity }) => severity !== 'error' && !aboutComments.has(code),
  );
  const groups: readonly { readonly properties: object }[] = found.contributes.configuration;
  for (const { properties } of groups) {
    const disabled = Reflect.get(properties, 'bayes.diagnostics.disabled');
    if (disabled === undefined) continue;
    disabled.items.enum = silenceable.map(({ code }) => code);
    disabled.items.enumDescriptions = silenceable.map(({ title }) => title);
  }
  return `${JSON.stringify(found, null, 2)}\n`;
}

it('the manifest has a command for each method and a code for each warning and hint', async () => {
  await expect(manifest(readFileSync(place, 'utf8'))).toMatchFileSnapshot(place);
});
