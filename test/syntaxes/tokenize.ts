import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const folder = new URL('../../syntaxes/', import.meta.url);

export async function readSyntax(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(name, folder), 'utf8'));
}

/** The grammar as VS Code itself loads it. */
export async function loadGrammar(): Promise<IGrammar> {
  const wasm = await readFile(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () =>
      textmate.parseRawGrammar(
        await readFile(new URL('bayes.tmLanguage.json', folder), 'utf8'),
        'bayes.json',
      ),
  });
  const grammar = await registry.loadGrammar('source.bayes');
  if (grammar === null) throw new Error('no grammar');
  return grammar;
}

export interface Coloured {
  readonly text: string;
  readonly start: number;
  /** Outermost first, without `source.bayes`. */
  readonly scopes: readonly string[];
}

/** Every piece of the text with its scopes; white space is left out. */
export function colour(grammar: IGrammar, text: string): Coloured[] {
  const found: Coloured[] = [];
  let state = textmate.INITIAL;
  let offset = 0;
  for (const row of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(row, state);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = row.slice(startIndex, endIndex);
      if (piece.trim() === '') continue;
      const start = offset + startIndex + piece.length - piece.trimStart().length;
      found.push({ text: piece.trim(), start, scopes: scopes.slice(1) });
    }
    state = ruleStack;
    offset += row.length + 1;
  }
  return found;
}
