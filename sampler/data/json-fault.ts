/** Where a text stops being JSON: V8's own message does not always say. */

const token =
  /\s*(?:("(?:[^"\\\p{Cc}]|\\["\\/bfnrtu])*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{},:]))/uy;

/** Offset of the first token that cannot stand where it is; the text's length where it ends too early. */
export function jsonFault(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'next' = 'value';
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const [whole, string, scalar, mark] = match;
    const start = at + whole.length - whole.trimStart().length;
    const inside = open.at(-1);
    if (expected === 'colon') {
      if (mark !== ':') return start;
      expected = 'value';
    } else if (expected === 'next') {
      if (mark === ',' && inside !== undefined) expected = inside === '{' ? 'key' : 'value';
      else if ((mark === ']' && inside === '[') || (mark === '}' && inside === '{')) open.pop();
      else return start;
    } else if (expected === 'key' || expected === 'firstKey') {
      if (string !== undefined) expected = 'colon';
      else if (mark === '}' && expected === 'firstKey') {
        open.pop();
        expected = 'next';
      } else return start;
    } else if (mark === '[' || mark === '{') {
      open.push(mark);
      expected = mark === '[' ? 'firstValue' : 'firstKey';
    } else if (mark === ']' && expected === 'firstValue') {
      open.pop();
      expected = 'next';
    } else if (string !== undefined || scalar !== undefined) expected = 'next';
    else return start;
  }
}
