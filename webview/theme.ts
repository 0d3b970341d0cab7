/** The editor's colours for plots, and colours of chains that are distinguishable for everybody. */

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

export interface PlotTheme {
  readonly kind: ThemeKind;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  /** One per chain, repeated after the last. */
  readonly chains: readonly string[];
  /** Colour of marks that do not belong to a chain. */
  readonly accent: string;
  readonly accentSoft: string;
  /** Colour of the reference in a comparison: the prior, the observed data. */
  readonly reference: string;
  readonly divergence: string;
}

/** Okabe and Ito's palette, distinguishable with any colour vision; lighter tones on dark backgrounds. */
const chainsOnLight = [
  '#0072B2',
  '#D55E00',
  '#009E73',
  '#B8559A',
  '#9A6B00',
  '#3B9BD1',
  '#5B5B5B',
  '#7A4DBF',
];
const chainsOnDark = ['#56B4E9', '#E69F00', '#2FC79A', '#E38FC4', '#F0E442', '#FF8A5C', '#C8C8C8', '#B59CFF'];

/** Colours of exported files, for paper. */
export const printTheme: PlotTheme = {
  kind: 'light',
  background: '#ffffff',
  foreground: '#1f1f1f',
  muted: '#616161',
  grid: '#e4e4e4',
  font: 'Helvetica, Arial, sans-serif',
  chains: chainsOnLight,
  accent: '#0072B2',
  accentSoft: '#8cbfe0',
  reference: '#1f1f1f',
  divergence: '#C8102E',
};

function themeKind(body: HTMLElement): ThemeKind {
  const classes = body.classList;
  if (classes.contains('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classes.contains('vscode-high-contrast')) return 'high-contrast';
  return classes.contains('vscode-dark') ? 'dark' : 'light';
}

export function readTheme(body: HTMLElement): PlotTheme {
  const kind = themeKind(body);
  const isDark = kind === 'dark' || kind === 'high-contrast';
  const style = getComputedStyle(body);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const foreground = read('--vscode-editor-foreground', isDark ? '#d4d4d4' : '#1f1f1f');
  const strong = kind === 'high-contrast' || kind === 'high-contrast-light';
  return {
    kind,
    background: read('--vscode-editor-background', isDark ? '#1e1e1e' : '#ffffff'),
    foreground,
    muted: strong ? foreground : read('--vscode-descriptionForeground', isDark ? '#9d9d9d' : '#616161'),
    grid: strong ? (isDark ? '#6b6b6b' : '#8a8a8a') : isDark ? '#ffffff1c' : '#0000001a',
    font: read('--vscode-font-family', 'system-ui, sans-serif'),
    chains: isDark ? chainsOnDark : chainsOnLight,
    accent: isDark ? '#56B4E9' : '#0072B2',
    accentSoft: isDark ? '#2f6f99' : '#8cbfe0',
    reference: foreground,
    divergence: isDark ? '#ff5d73' : '#C8102E',
  };
}

export function chainColor(theme: PlotTheme, chain: number): string {
  return theme.chains[chain % theme.chains.length];
}

/** Calls back after the editor changed its theme. */
export function watchTheme(body: HTMLElement, changed: (theme: PlotTheme) => void): void {
  const observer = new MutationObserver(() => changed(readTheme(body)));
  observer.observe(body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(body.ownerDocument.documentElement, { attributes: true, attributeFilter: ['style'] });
}
