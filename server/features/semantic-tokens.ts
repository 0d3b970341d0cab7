/** Semantic tokens: the kind of each name, which syntax alone does not determine. */
import {
  type Range,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
} from 'vscode-languageserver';
import { distributions } from '../../grammar/distributions/index.ts';
import { modifiers } from '../../grammar/distributions/modifiers.ts';
import { drawnNumbers } from '../../grammar/distributions/own.ts';
import { functions } from '../../grammar/functions/index.ts';
import type { SymbolKind } from '../../grammar/scope/symbol.ts';
import type { Span } from '../../grammar/span.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';
import { labelUses, usesOf } from '../symbol-references.ts';

const types = [
  'namespace',
  'type',
  'property',
  'parameter',
  'variable',
  'event',
  'function',
  'class',
  'enumMember',
] as const;
const modifierNames = ['declaration', 'readonly', 'defaultLibrary'] as const;
type TokenType = (typeof types)[number];
type Modifier = (typeof modifierNames)[number];

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifierNames],
};

const ofKind: Readonly<Record<SymbolKind, readonly [TokenType, ...Modifier[]]>> = {
  model: ['namespace'],
  dim: ['type'],
  data: ['property', 'readonly'],
  param: ['parameter'],
  let: ['variable'],
  deterministic: ['variable'],
  draw: ['variable'],
  potential: ['event'],
  fun: ['function'],
  distribution: ['class'],
  argument: ['variable', 'readonly'],
  index: ['variable', 'readonly'],
  predict: ['namespace'],
};

interface Token {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly Modifier[];
}

export function semanticTokens(document: ModelDocument, range?: Range): SemanticTokens {
  const { text } = document;
  const builder = new SemanticTokensBuilder();
  const from = range === undefined ? 0 : text.offsetAt(range.start);
  const to = range === undefined ? Number.POSITIVE_INFINITY : text.offsetAt(range.end);
  let end = -1;
  for (const { span, type, modifiers } of allTokens(document)) {
    if (span.end < from || span.start > to || span.start < end || span.end <= span.start) continue;
    const start = text.positionAt(span.start);
    // The protocol has no token over several lines.
    if (text.positionAt(span.end).line !== start.line) continue;
    end = span.end;
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << modifierNames.indexOf(modifier)), 0);
    builder.push(start.line, start.character, span.end - span.start, types.indexOf(type), bits);
  }
  return builder.build();
}

function allTokens(document: ModelDocument): Token[] {
  const names = document.symbols.flatMap((symbol) => {
    const [type, ...modifiers] = ofKind[symbol.kind];
    return usesOf(symbol).map(
      ({ span, isDeclaration }): Token => ({
        span,
        type,
        modifiers: isDeclaration ? [...modifiers, 'declaration'] : modifiers,
      }),
    );
  });
  const labels = labelUses(document).map(
    ({ literal }): Token => ({ span: literal.span, type: 'enumMember', modifiers: [] }),
  );
  const calls = callTokens(document.program);
  return [...names, ...labels, ...calls].sort((a, b) => a.span.start - b.span.start);
}

function callTokens(program: Program): Token[] {
  const tokens: Token[] = [];
  walk(program, (node) => {
    if (!('kind' in node) || node.kind !== 'call') return;
    const { name, span } = node.callee;
    if (drawnNumbers.has(name) && node.args.length === 0) {
      tokens.push({ span, type: 'function', modifiers: ['defaultLibrary'] });
    } else if (distributions.has(name) || modifiers.has(name)) {
      tokens.push({ span, type: 'class', modifiers: ['defaultLibrary'] });
    } else if (functions.has(name)) {
      tokens.push({ span, type: 'function', modifiers: ['defaultLibrary'] });
    }
  });
  return tokens;
}
