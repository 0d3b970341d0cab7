/** A line that a page leads to keeps the focus, also where the click that asked for it gives it to the page late. */
import { beforeEach, expect, test, vi } from 'vitest';
import { revealData } from '../../../client/results-page/show-model.ts';

const editor = vi.hoisted(() => ({
  shown: [] as string[],
  active: { input: {} as object },
  focused: new Set<() => void>(),
}));

vi.mock('vscode', () => {
  class TabInputWebview {}
  return {
    TabInputWebview,
    Selection: class {},
    TextEditorRevealType: {},
    ViewColumn: { One: 1 },
    Uri: { file: (path: string) => path },
    workspace: {
      openTextDocument: async (path: string) => ({ path, lineCount: 9, lineAt: () => ({ range: {} }) }),
    },
    window: {
      visibleTextEditors: [],
      async showTextDocument({ path }: { path: string }) {
        editor.shown.push(path);
        return { revealRange() {} };
      },
      tabGroups: {
        get activeTabGroup() {
          return { activeTab: editor.active };
        },
        onDidChangeTabGroups(listener: () => void) {
          editor.focused.add(listener);
          return { dispose: () => editor.focused.delete(listener) };
        },
      },
    },
  };
});

const focus = async (kind: 'page' | 'text') => {
  const { TabInputWebview } = await import('vscode');
  editor.active = { input: kind === 'page' ? new (TabInputWebview as new (id: string) => object)('') : {} };
  for (const listener of editor.focused) listener();
};

beforeEach(() => {
  editor.shown.length = 0;
  editor.focused.clear();
});

test('is shown again, once, after its page took the focus late', async () => {
  await revealData('y.csv');
  await focus('text');
  expect(editor.shown).toEqual(['y.csv']);
  await focus('page');
  await focus('page');
  expect(editor.shown).toEqual(['y.csv', 'y.csv']);
});

test('leaves the focus to a page that is clicked later', async () => {
  vi.useFakeTimers();
  await revealData('y.csv');
  vi.runAllTimers();
  vi.useRealTimers();
  await focus('page');
  expect(editor.shown).toEqual(['y.csv']);
});
