/** Code in messages, which is written between backticks. Pure. */

interface TextPart {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

/** A backtick without a partner is text. */
export function partsOf(message: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  const add = (kind: TextPart['kind'], text: string) => {
    if (text !== '') parts.push({ kind, text });
  };
  let at = 0;
  for (const { index, 0: whole, 1: code } of message.matchAll(/`([^`]+)`/g)) {
    add('text', message.slice(at, index));
    add('code', code);
    at = index + whole.length;
  }
  add('text', message.slice(at));
  return parts;
}

/** Without backticks, for a terminal. Code of several words is quoted, to keep its ends visible. */
export function plainText(message: string): string {
  return partsOf(message)
    .map(({ kind, text }) => (kind === 'code' && text.includes(' ') ? `'${text}'` : text))
    .join('');
}
