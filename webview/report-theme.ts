/** Theme of an HTML report, without an editor's colours: the system's, or the reader's choice. */
import { button } from './controls.ts';

const KEY = 'bayes-report-theme';

export function createReportTheme(document: Document): void {
  const { body, defaultView } = document;
  const system = defaultView?.matchMedia('(prefers-color-scheme: dark)');
  const contrast = defaultView?.matchMedia('(prefers-contrast: more)');
  let chosen = read();

  function apply(): void {
    const isDark = chosen === null ? (system?.matches ?? false) : chosen === 'dark';
    body.classList.toggle('vscode-dark', isDark);
    body.classList.toggle('vscode-light', !isDark);
    const isStrong = contrast?.matches ?? false;
    body.classList.toggle('vscode-high-contrast', isStrong && isDark);
    body.classList.toggle('vscode-high-contrast-light', isStrong && !isDark);
    toggle.textContent = isDark ? 'Light' : 'Dark';
  }

  const toggle = button(
    'Dark',
    () => {
      chosen = body.classList.contains('vscode-dark') ? 'light' : 'dark';
      write(chosen);
      apply();
    },
    { title: 'Change the colours' },
  );
  toggle.classList.add('theme-toggle');
  system?.addEventListener('change', apply);
  contrast?.addEventListener('change', apply);
  apply();
  body.append(toggle);
}

function read(): 'light' | 'dark' | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

function write(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Not remembered.
  }
}
