/** What the manifest promises is there: commands are registered, settings are read, menus have icons. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { methodList } from '../../grammar/methods/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { contributes, capabilities } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function sourcesOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
    .join('\n');
}
const client = sourcesOf('client');
const all = `${client}\n${sourcesOf('server')}`;

const methodCommands = new Set(methodList.flatMap(({ editor }) => editor.map(({ command }) => command)));

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
}
interface MenuEntry {
  readonly command: string;
  readonly group?: string;
}

const commands: readonly Command[] = contributes.commands;

describe('each command', () => {
  it.each(commands)('$command is registered, titled and of one category', ({ command, title, category }) => {
    expect(methodCommands.has(command) || client.includes(`'${command}'`)).toBe(true);
    expect(title).toMatch(/^[A-Z]/);
    expect(category).toBe('Bayes');
  });

  it('that is registered is in the manifest', () => {
    const registered = [...client.matchAll(/registerCommand\(\s*'(bayes\.[\w.]+)'/g)].map(([, name]) => name);
    expect(registered.length).toBeGreaterThan(5);
    const known = new Set(commands.map(({ command }) => command));
    expect(registered.filter((name) => !known.has(name))).toEqual([]);
  });

  it('that a menu shows as a picture has one', () => {
    const menus: Readonly<Record<string, readonly MenuEntry[]>> = contributes.menus;
    const icons = new Map(commands.map(({ command, icon }) => [command, icon]));
    for (const entries of Object.values(menus)) {
      for (const { command, group = '' } of entries) {
        expect(icons.has(command), command).toBe(true);
        if (/^(inline|navigation)/.test(group)) expect(icons.get(command), command).toMatch(/^\$\(/);
      }
    }
  });

  it('that a welcome text or a step of the walkthrough names is there', () => {
    const known = new Set(commands.map(({ command }) => command));
    const named = [...JSON.stringify(contributes).matchAll(/\(command:(bayes\.[\w.]+)\)/g)];
    for (const [, command] of named) {
      if (command !== 'bayes.runs.focus') expect(known.has(command), command).toBe(true);
    }
    for (const { steps } of contributes.walkthroughs)
      for (const { completionEvents } of steps) expect(completionEvents.length).toBeGreaterThan(0);
  });
});

describe('each setting', () => {
  const groups: readonly { readonly properties: Readonly<Record<string, object>> }[] =
    contributes.configuration;
  const settings = groups.flatMap(({ properties }) => Object.entries(properties));

  it.each(settings)('%s is described, and read', (name, setting) => {
    expect(String(Reflect.get(setting, 'markdownDescription') ?? '').length).toBeGreaterThan(20);
    expect(setting).toHaveProperty('default');
    // The library that speaks to the language server reads this one.
    if (name === 'bayes.trace.server') return;
    const last = name.split('.').at(-1) ?? '';
    expect(new RegExp(`\\b${last}\\b`).test(all), `${last} in client/ or server/`).toBe(true);
  });

  it('that could lead out of a workspace without trust is left out there', () => {
    expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toContain('bayes.runs.folder');
  });
});
