import { Lexer } from 'chevrotain';
import { describe, expect, it } from 'vitest';
import { lexedTokens, tokenize } from '../../../grammar/syntax/tokens.ts';

describe('what tokens begin with', () => {
  // A lexer that tries every pattern at every character, whatever they are said to begin with.
  const plain = new Lexer([...lexedTokens], {
    positionTracking: 'onlyOffset',
    safeMode: true,
    skipValidations: true,
  });

  it.each(['', '"', '=', '*', '.', '-'])(
    'is no narrower than their patterns, for each character before «%s»',
    (after) => {
      for (let code = 0; code < 65536; code++) {
        const text = `${String.fromCharCode(code)}${after}`;
        const found = tokenize(text);
        const { tokens, groups } = plain.tokenize(text);
        const shape = (list: readonly { image: string; tokenType: { name: string } }[]) =>
          list.map(({ image, tokenType }) => `${tokenType.name} ${image}`).join('|');
        const wanted = `${shape(tokens)} # ${shape(groups.comments ?? [])}`;
        if (`${shape(found.tokens)} # ${shape(found.comments)}` !== wanted)
          expect.unreachable(`${code.toString(16)} ${after}: ${wanted}`);
      }
    },
  );
});
