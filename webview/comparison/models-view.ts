/** The difference of the models from that of the first run, line by line. */
import { h } from '../dom.ts';
import { linkButton } from '../parts/link-button.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { type DifferenceLine, lineDifference } from './line-difference.ts';
import { runLetter } from './run-letter.ts';

const signs = { same: ' ', removed: '−', added: '+' } as const;
const spoken = { same: '', removed: 'removed: ', added: 'added: ' } as const;

export function createModelsView(context: ComparisonContext): ComparisonView {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Models' },
  });
  let shown = false;
  return {
    element: h('div', { class: 'model' }, content),
    show() {
      if (shown) return;
      shown = true;
      content.replaceChildren(...context.runs.slice(1).map((_, k) => section(context, k + 1)));
    },
  };
}

function section(context: ComparisonContext, k: number): HTMLElement {
  const { runs } = context;
  const { editor } = context.source;
  const lines = lineDifference(runs[0].header.modelText, runs[k].header.modelText);
  const changed = lines.filter(({ kind }) => kind !== 'same').length;
  return h(
    'section',
    {},
    h('h3', {}, 'Model of ', runLetter(context, k), ' against ', runLetter(context, 0)),
    changed === 0
      ? h('p', { class: 'explanation', text: 'The same, line by line.' })
      : h(
          'p',
          { class: 'explanation' },
          `${count(lines, 'removed')} removed, ${count(lines, 'added')} added. `,
          ...(editor === null ? [] : [linkButton('Show in the editor', () => editor.showDifference(k))]),
        ),
    h('ol', { class: 'difference' }, ...lines.map(lineElement)),
  );
}

function count(lines: readonly DifferenceLine[], kind: 'removed' | 'added'): string {
  const found = lines.filter((line) => line.kind === kind).length;
  return `${found} ${found === 1 ? 'line' : 'lines'}`;
}

function lineElement({ kind, text, before, after }: DifferenceLine): HTMLElement {
  return h(
    'li',
    { class: kind },
    h('span', { class: 'number', text: before === null ? '' : String(before) }),
    h('span', { class: 'number', text: after === null ? '' : String(after) }),
    h('span', { class: 'sign', text: signs[kind], attrs: { 'aria-hidden': true } }),
    h('span', { class: 'visually-hidden', text: spoken[kind] }),
    h('code', { text: text === '' ? ' ' : text }),
  );
}
