/** Escapes in string literals: `\"`, `\\`, `\n`, `\t`, `\r` and `\uXXXX`. */

const simple: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

interface BadEscape {
  /** Offset of the backslash within the literal's text. */
  readonly offset: number;
  readonly text: string;
}

/** The value between the quotes; `body` excludes them. An unknown escape is kept as written. */
export function decodeString(body: string): { value: string; bad: readonly BadEscape[] } {
  if (!body.includes('\\')) return { value: body, bad: [] };
  const bad: BadEscape[] = [];
  let value = '';
  let at = 0;
  while (at < body.length) {
    const slash = body.indexOf('\\', at);
    if (slash < 0) break;
    value += body.slice(at, slash);
    const letter = body[slash + 1] ?? '';
    const plain = simple.get(letter);
    if (plain !== undefined) {
      value += plain;
      at = slash + 2;
    } else if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(body.slice(slash + 2, slash + 6))) {
      value += String.fromCharCode(Number.parseInt(body.slice(slash + 2, slash + 6), 16));
      at = slash + 6;
    } else {
      value += `\\${letter}`;
      bad.push({ offset: slash, text: `\\${letter}` });
      at = slash + 1 + letter.length;
    }
  }
  return { value: value + body.slice(at), bad };
}
