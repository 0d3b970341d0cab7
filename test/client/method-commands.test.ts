/** The manifest's commands for methods are those of the table; `npm run reference` writes them anew. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { methodList } from '../../grammar/methods/index.ts';

const place = fileURLToPath(new URL('../../package.json', import.meta.url));

interface Row {
  readonly command: string;
}

/** The manifest with the commands of the methods first, in the order of *Fit by…*. */
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
  return `${JSON.stringify(found, null, 2)}\n`;
}

it('the manifest has a command for each method', async () => {
  await expect(manifest(readFileSync(place, 'utf8'))).toMatchFileSnapshot(place);
});
