/** The page's controls. The only file that depends on the component toolkit. */
import {
  type Checkbox,
  type Dropdown,
  type Panels,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h } from './dom.ts';

export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeTextField(),
  );
}

interface ButtonOptions {
  readonly appearance?: 'primary' | 'secondary';
  /** Accessible name, if the text alone is not clear. */
  readonly label?: string;
  readonly title?: string;
}

export function button(text: string, onClick: () => void, options: ButtonOptions = {}): HTMLElement {
  const { appearance = 'secondary', label, title } = options;
  return h('vscode-button', {
    text,
    attrs: { appearance, 'aria-label': label ?? null, title: title ?? null },
    on: { click: onClick },
  });
}

interface Toggle {
  readonly element: HTMLElement;
  set(checked: boolean): void;
}

export function checkbox(text: string, onChange: (checked: boolean) => void): Toggle {
  const element = h('vscode-checkbox', { text }) as Checkbox;
  let current = false;
  element.addEventListener('change', () => {
    // The component also reports programmatic changes.
    if (element.checked === current) return;
    current = element.checked;
    onChange(current);
  });
  return {
    element,
    set(checked) {
      current = checked;
      element.checked = checked;
    },
  };
}

interface Field {
  readonly element: HTMLElement;
  set(text: string): void;
  focus(): void;
}

export function textField(label: string, placeholder: string, onInput: (text: string) => void): Field {
  // The component derives a label from its text; the style sheet hides it in favour of the placeholder.
  const element = h('vscode-text-field', { text: label, attrs: { placeholder, type: 'text' } }) as TextField;
  element.addEventListener('input', () => onInput(element.value));
  return {
    element,
    set(text) {
      if (element.value !== text) element.value = text;
    },
    focus: () => element.focus(),
  };
}

interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
}
interface Dropper<T extends string> {
  readonly element: HTMLElement;
  set(value: T): void;
  setChoices(choices: readonly Choice<T>[]): void;
}

export function dropdown<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  onChange: (value: T) => void,
): Dropper<T> {
  const element = h('vscode-dropdown', { attrs: { 'aria-label': label } }) as Dropdown;
  let known: readonly Choice<T>[] = [];
  let current: string | null = null;
  const fill = (next: readonly Choice<T>[]) => {
    known = next;
    element.replaceChildren(...next.map(({ value, text }) => h('vscode-option', { text, attrs: { value } })));
  };
  fill(choices);
  element.addEventListener('change', () => {
    const chosen = known.find(({ value }) => value === element.value);
    if (chosen === undefined || chosen.value === current) return;
    current = chosen.value;
    onChange(chosen.value);
  });
  return {
    element,
    set(value) {
      current = value;
      if (element.value !== value) element.value = value;
    },
    setChoices: fill,
  };
}

interface Tabs<T extends string> {
  readonly element: HTMLElement;
  show(id: T): void;
  /** Tabs of these ids only. */
  setVisible(ids: readonly T[]): void;
}

export function tabs<T extends string>(
  label: string,
  panels: readonly { readonly id: T; readonly title: string; readonly content: HTMLElement }[],
  onChange: (id: T) => void,
): Tabs<T> {
  const element = h('vscode-panels', { attrs: { 'aria-label': label } }) as Panels;
  const parts = panels.map(({ id, title, content }) => ({
    id,
    tab: h('vscode-panel-tab', { text: title, attrs: { id: `tab-${id}` } }),
    panel: h('vscode-panel-view', { attrs: { id: `panel-${id}` } }, content),
  }));
  element.append(...parts.map(({ tab }) => tab), ...parts.map(({ panel }) => panel));
  let current: T | null = null;
  element.addEventListener('change', () => {
    const shown = parts.find(({ id }) => element.activeid === `tab-${id}`);
    if (shown === undefined || shown.id === current) return;
    current = shown.id;
    onChange(shown.id);
  });
  return {
    element,
    show(id) {
      current = id;
      if (element.activeid !== `tab-${id}`) element.activeid = `tab-${id}`;
    },
    setVisible(ids) {
      for (const { id, tab } of parts) tab.toggleAttribute('hidden', !ids.includes(id));
    },
  };
}
