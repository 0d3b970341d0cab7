/** The table as text for other programs. CSV has every digit; the others are rounded as on the page. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import type { Column } from './columns.ts';

export type CopyFormat = 'csv' | 'markdown' | 'latex';

export function tableText(
  rows: readonly SummaryRow[],
  columns: readonly Column[],
  format: CopyFormat,
): string {
  switch (format) {
    case 'csv':
      return csv(rows, columns);
    case 'markdown':
      return markdown(rows, columns);
    case 'latex':
      return latex(rows, columns);
  }
}

function csv(rows: readonly SummaryRow[], columns: readonly Column[]): string {
  const lines = [
    columns.map(({ key }) => key),
    ...rows.map((row) => columns.map(({ key }) => row[key] ?? Number.NaN)),
  ];
  return csvOf(lines);
}

export function csvOf(lines: readonly (readonly (string | number)[])[]): string {
  return `${lines.map((line) => line.map(csvField).join(',')).join('\n')}\n`;
}

function csvField(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function markdown(rows: readonly SummaryRow[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'));
  const escaped = (text: string) => text.replace(/[\\|*_`[\]<>]/g, '\\$&');
  return `${[
    line(columns.map(({ title }) => title)),
    line(rule),
    ...rows.map((row) => line(columns.map((column) => escaped(column.text(row))))),
  ].join('\n')}\n`;
}

function latex(rows: readonly SummaryRow[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  return `${[
    `\\begin{tabular}{l${'r'.repeat(columns.length - 1)}}`,
    '\\hline',
    line(columns.map(({ title }) => latexText(title === 'R-hat' ? '' : title) || '$\\hat{R}$')),
    '\\hline',
    ...rows.map((row) =>
      line(columns.map((column, i) => (i === 0 ? latexText(row.name) : latexNumber(column.text(row))))),
    ),
    '\\hline',
    '\\end{tabular}',
  ].join('\n')}\n`;
}

const latexSpecial: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function latexText(text: string): string {
  return text.replace(/[\\~^&%$#_{}]/g, (character) => latexSpecial[character] ?? `\\${character}`);
}

/** A minus sign, not a hyphen. */
function latexNumber(text: string): string {
  return text.startsWith('-') ? `$${text}$` : text;
}
