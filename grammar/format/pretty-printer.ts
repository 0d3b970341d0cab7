/**
 * A layout as a tree of pieces, and the printer that decides where its lines break (after Wadler, "A prettier
 * printer", 2003, with Prettier's `fill`). Comments are pieces too: a comment is always printed whole,
 * and what follows it begins a new line.
 */
export type Doc = string | readonly Doc[] | Line | Group | Nest | Fill | Comment | Blank | IfFlat;

/** A place where the line may break; written as `flat` where it does not. `must` breaks always. */
interface Line {
  readonly kind: 'line';
  readonly flat: '' | ' ';
  readonly must: boolean;
}
/** Broken at all of its own lines or at none. */
interface Group {
  readonly kind: 'group';
  readonly content: Doc;
  readonly mustBreak: boolean;
}
interface Nest {
  readonly kind: 'nest';
  readonly content: Doc;
}
/** Items with separators, filling each line. */
interface Fill {
  readonly kind: 'fill';
  /** Values and separators in turn. */
  readonly items: readonly Doc[];
  /** Index of the first item that has not been printed. */
  readonly from: number;
}
interface Comment {
  readonly kind: 'comment';
  readonly text: string;
  /** Whether it was alone on its line. */
  readonly own: boolean;
}

/** One empty line. */
interface Blank {
  readonly kind: 'blank';
}
/** Text that is printed only if the surrounding group is not broken. */
interface IfFlat {
  readonly kind: 'ifFlat';
  readonly text: string;
}
type Piece = Exclude<Doc, string | readonly Doc[]>;

export const line: Doc = { kind: 'line', flat: ' ', must: false };
export const softline: Doc = { kind: 'line', flat: '', must: false };
export const hardline: Doc = { kind: 'line', flat: '', must: true };

export const blankLine: Doc = { kind: 'blank' };

export function ifFlat(text: string): Doc {
  return { kind: 'ifFlat', text };
}

export function group(...content: Doc[]): Doc {
  return { kind: 'group', content, mustBreak: content.some(breaks) };
}

/** Lines within are indented by one step more. */
export function nest(...content: Doc[]): Doc {
  return { kind: 'nest', content };
}

export function fill(items: readonly Doc[]): Doc {
  return { kind: 'fill', items, from: 0 };
}

export function comment(text: string, own: boolean): Doc {
  return { kind: 'comment', text, own };
}

export function join(items: readonly Doc[], separator: Doc): Doc[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [separator, item]));
}

/** Whether something inside always ends its line. */
function breaks(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  if (Array.isArray(doc)) return doc.some(breaks);
  const node = doc as Piece;
  switch (node.kind) {
    case 'line':
      return node.must;
    case 'comment':
    case 'blank':
      return true;
    case 'ifFlat':
      return false;
    case 'group':
      return node.mustBreak;
    case 'nest':
      return breaks(node.content);
    case 'fill':
      return node.items.some(breaks);
  }
}

const INDENT = 2;

interface Command {
  readonly indent: number;
  readonly flat: boolean;
  readonly doc: Doc;
}

/** One line of the result; the comment at its end is kept apart, to be aligned with its neighbours'. */
export interface PrintedLine {
  readonly code: string;
  readonly comment?: string;
}

/** Lays out a piece in lines of at most `width` columns where possible, not counting comments at their ends. */
export function print(doc: Doc, width: number): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let code = '';
  let ending: string | undefined;
  const endLine = (): void => {
    const text = code.trimEnd();
    if (text !== '' || ending !== undefined) lines.push({ code: text, comment: ending });
    code = '';
    ending = undefined;
  };
  const write = (text: string, indent: number): void => {
    if (text === '') return;
    if (ending !== undefined) endLine();
    if (code === '') {
      if (text === ' ') return;
      code = ' '.repeat(indent);
    }
    code += text;
  };
  const stack: Command[] = [{ indent: 0, flat: false, doc }];
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    const { indent, flat } = command;
    const current = command.doc;
    if (typeof current === 'string') {
      write(current, indent);
      continue;
    }
    if (Array.isArray(current)) {
      for (let i = current.length - 1; i >= 0; i -= 1) stack.push({ indent, flat, doc: current[i] as Doc });
      continue;
    }
    const node = current as Piece;
    switch (node.kind) {
      case 'line':
        if (node.must || !flat) endLine();
        else write(node.flat, indent);
        break;
      case 'nest':
        stack.push({ indent: indent + INDENT, flat, doc: node.content });
        break;
      case 'group': {
        const inner: Command = { indent, flat: true, doc: node.content };
        const column = code === '' ? indent : code.length;
        const isFlat = !node.mustBreak && (flat || fits(inner, stack, width - column));
        stack.push(isFlat ? inner : { ...inner, flat: false });
        break;
      }
      case 'fill':
        pushFill(node, command, stack, width - (code === '' ? indent : code.length));
        break;
      case 'blank':
        endLine();
        lines.push({ code: '' });
        break;
      case 'ifFlat':
        if (flat) write(node.text, indent);
        break;
      case 'comment':
        if (node.own || ending !== undefined) endLine();
        if (code.trimEnd() === '') {
          code = ' '.repeat(indent) + node.text;
          endLine();
        } else ending = node.text;
        break;
    }
  }
  endLine();
  return lines;
}

/** A separator breaks if the value after it does not fit on the line. */
function pushFill(node: Fill, command: Command, stack: Command[], room: number): void {
  const { items, from } = node;
  const { indent, flat } = command;
  if (flat) {
    stack.push({ indent, flat, doc: items.slice(from) });
    return;
  }
  const value = items[from];
  if (value === undefined) return;
  const isFlat = (docs: readonly Doc[]): boolean =>
    !docs.some(breaks) && fits({ indent, flat: true, doc: docs }, [], room);
  const isLast = from + 2 >= items.length;
  if (!isLast) {
    const separator = items[from + 1];
    stack.push({ indent, flat: false, doc: { ...node, from: from + 2 } });
    stack.push({ indent, flat: isFlat([value, separator, items[from + 2]]), doc: separator });
  }
  stack.push({ indent, flat: isFlat([value]), doc: value });
}

/** Whether a piece, and what follows it up to the next place to break, fits into the room that is left. */
function fits(first: Command, rest: readonly Command[], width: number): boolean {
  let room = width;
  let next = rest.length - 1;
  const stack: Command[] = [first];
  while (room >= 0) {
    const command = stack.pop() ?? rest[next--];
    if (command === undefined) return true;
    const { indent, flat, doc } = command;
    if (typeof doc === 'string') {
      room -= doc.length;
      continue;
    }
    if (Array.isArray(doc)) {
      for (let i = doc.length - 1; i >= 0; i -= 1) stack.push({ indent, flat, doc: doc[i] as Doc });
      continue;
    }
    const node = doc as Piece;
    switch (node.kind) {
      case 'line':
        if (!flat || node.must) return true;
        room -= node.flat.length;
        break;
      case 'nest':
        stack.push({ indent, flat, doc: node.content });
        break;
      case 'group':
        stack.push({ indent, flat: flat && !node.mustBreak, doc: node.content });
        break;
      case 'fill':
        // Where it is not flat, the line may end at the first separator.
        stack.push({ indent, flat, doc: node.items.slice(node.from, flat ? undefined : node.from + 2) });
        break;
      case 'ifFlat':
        if (flat) room -= node.text.length;
        break;
      case 'comment':
      case 'blank':
        return true;
    }
  }
  return false;
}
