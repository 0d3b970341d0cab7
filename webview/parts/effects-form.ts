/** The question of the effects view: a contrast, a predictor, a hypothesis, a region that counts as no effect. */
import { defaultEffects, type EffectsAsk } from '../../sampler/report/effects-ask.ts';
import { button, checkbox, textField } from '../controls.ts';
import { h, setText } from '../dom.ts';

export function createEffectsForm(onAsk: (ask: EffectsAsk) => void): HTMLElement {
  const texts = { compare: '', of: '', hypothesis: '', rope: '' };
  let average = false;
  const problem = h('span', { class: 'problem', attrs: { role: 'status' } });
  const field = (key: keyof typeof texts, label: string, placeholder: string) =>
    textField(label, placeholder, (text) => {
      texts[key] = text.trim();
    }).element;
  const show = () => {
    const rope = ropeOf(texts.rope);
    if (rope === undefined) {
      setText(problem, 'Expected two numbers as the region of no effect, such as -0.1, 0.1');
      return;
    }
    setText(problem, '');
    const list = (text: string) => (text === '' ? [] : [text]);
    onAsk({
      ...defaultEffects,
      compare: list(texts.compare),
      of: list(texts.of),
      hypotheses: list(texts.hypothesis),
      average,
      rope,
    });
  };
  const form = h(
    'div',
    { class: 'toolbar effects-form' },
    field('compare', 'Contrast', 'Contrast: treated=1,0'),
    field('of', 'Along a predictor', 'Along: x'),
    field('hypothesis', 'Hypothesis', 'Hypothesis: P(beta > 0)'),
    field('rope', 'Region of no effect', 'No effect: -0.1, 0.1'),
    checkbox('Average over rows', (checked) => {
      average = checked;
    }).element,
    button('Show', show, { appearance: 'primary', label: 'Show effects' }),
    problem,
  );
  form.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') show();
  });
  return form;
}

/** Null where there is none, undefined where it is no pair of numbers. */
function ropeOf(text: string): EffectsAsk['rope'] | undefined {
  if (text === '') return null;
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const [low, high] = parts.map(Number);
  return parts.length === 2 && low <= high ? [low, high] : undefined;
}
