import type { IToken } from 'chevrotain';
import type { Comment } from '../syntax/ast.ts';
import { endOf } from '../syntax/tokens.ts';
import { comment, type Doc } from './pretty-printer.ts';

/** A token with the comments that belong to it. */
interface Piece {
  readonly image: string;
  readonly start: number;
  readonly end: number;
  /** Comment lines before the token. */
  leading: Comment[];
  /** After the token, on its line. */
  trailing: Comment[];
}

const operators: ReadonlySet<string> = new Set('or and == != < <= > >= + - * / @ ^'.split(' '));

function endsOperand(image: string): boolean {
  return /[\p{L}\p{M}\p{N}_"\])]$/u.test(image) && !/^(?:or|and|not|if|then|else|in|for|over)$/.test(image);
}

/**
 * The tokens of a program in order, with their comments. Every layout takes them one by one, so that none can be lost,
 * doubled or exchanged.
 */
export class Cursor {
  private readonly text: string;
  private readonly pieces: Piece[];
  private readonly ends: readonly number[];
  private at = 0;
  /** Comment lines after the last token. */
  private readonly final: Comment[] = [];
  /** Offsets of comment lines. */
  private readonly ownLines: number[] = [];

  constructor(text: string, tokens: readonly IToken[], comments: readonly Comment[]) {
    this.text = text;
    this.pieces = tokens.map((token) => {
      const start = token.startOffset;
      const end = endOf(token);
      // From the text: a word's image may have been replaced by a keyword's.
      return { image: text.slice(start, end), start, end, leading: [], trailing: [] };
    });
    this.ends = this.pieces.map(({ end }) => end);
    this.attach(comments);
    this.settle();
  }

  private attach(comments: readonly Comment[]): void {
    let next = 0;
    for (const one of comments) {
      while (next < this.pieces.length && this.pieces[next].start < one.span.start) next += 1;
      const before = this.pieces[next - 1];
      const isTrailing = before !== undefined && !/[\n\r]/.test(this.text.slice(before.end, one.span.start));
      if (!isTrailing) this.ownLines.push(one.span.start);
      if (isTrailing) before.trailing.push(one);
      else if (next < this.pieces.length) this.pieces[next].leading.push(one);
      else this.final.push(one);
    }
  }

  /** Where lines break, a comment after an operator moves before it, and one before a comma moves after it. */
  private settle(): void {
    for (let i = 1; i < this.pieces.length; i += 1) {
      const piece = this.pieces[i];
      const before = this.pieces[i - 1];
      if (piece.image === ',' && before.trailing.length > 0 && piece.leading.length === 0) {
        piece.trailing.unshift(...before.trailing.splice(0));
      }
      const isFree = before.trailing.length === 0 && piece.leading.length === 0;
      if (operators.has(piece.image) && isFree && endsOperand(before.image)) {
        before.trailing.push(...piece.trailing.splice(0));
      }
      // A line can have only one comment at its end.
      if (piece.trailing.length > 1 && i + 1 < this.pieces.length) {
        this.pieces[i + 1].leading.unshift(...piece.trailing.splice(1));
      }
    }
  }

  get isDone(): boolean {
    return this.at >= this.pieces.length;
  }

  /** The next token's text; empty at the end. */
  peek(): string {
    return this.pieces[this.at]?.image ?? '';
  }

  get offset(): number {
    return this.pieces[this.at]?.start ?? this.text.length;
  }

  /** Takes the comments before the next token; they are printed outside of the group that it opens. */
  takeLeading(): Doc {
    return this.detachLeading().map(({ text }) => comment(text.trimEnd(), true));
  }

  /** The next token, comments included. */
  take(): Doc {
    const piece = this.next();
    return [
      ...piece.leading.map(({ text }) => comment(text.trimEnd(), true)),
      piece.image,
      ...piece.trailing.map(({ text }) => comment(text.trimEnd(), false)),
    ];
  }

  /** Skips a token that the layout omits, such as a comma at the end of a line, keeping its comments. */
  skip(): Doc {
    const piece = this.next();
    return [
      ...piece.leading.map(({ text }) => comment(text.trimEnd(), true)),
      ...piece.trailing.map(({ text }) => comment(text.trimEnd(), false)),
    ];
  }

  private next(): Piece {
    const piece = this.pieces[this.at];
    if (piece === undefined) throw new RangeError('no token left');
    this.at += 1;
    return piece;
  }

  /** Takes the comments before the next token, or at the end, to be printed before the whole node. */
  detachLeading(): readonly Comment[] {
    const piece = this.pieces[this.at];
    return piece === undefined ? this.final.splice(0) : piece.leading.splice(0);
  }

  /** Takes the comment after the token that ends at `end`, to be printed after the whole node. */
  detachTrailing(end: number): Doc {
    const piece = this.pieces[lowerBound(this.ends, end)];
    if (piece === undefined || piece.end !== end) return [];
    return piece.trailing.splice(0).map(({ text }) => comment(text.trimEnd(), false));
  }

  /** Whether there is an empty line directly before `offset`. */
  isBlankBefore(offset: number): boolean {
    let breaks = 0;
    for (let i = offset - 1; i >= 0 && /\s/.test(this.text[i]); i -= 1)
      if (this.text[i] === '\n') breaks += 1;
    return breaks > 1;
  }

  /** Whether an empty line will be kept between two nodes: before the second one or before a comment on its own line. */
  isBlankBetween(start: number, end: number): boolean {
    if (this.isBlankBefore(end)) return true;
    let i = lowerBound(this.ownLines, start);
    for (; i < this.ownLines.length && this.ownLines[i] < end; i += 1) {
      if (this.isBlankBefore(this.ownLines[i])) return true;
    }
    return false;
  }

  /** Whether the token that was taken last is a number such as `2.`. */
  lastEndsWithPoint(): boolean {
    return this.pieces[this.at - 1]?.image.endsWith('.') ?? false;
  }

  /** Whether a line ends between the next token and the one after it. */
  isNewlineAfter(): boolean {
    const piece = this.pieces[this.at];
    const after = this.pieces[this.at + 1];
    if (piece === undefined || after === undefined) return false;
    return /[\n\r]/.test(this.text.slice(piece.end, after.start));
  }
}

/** Index of the first number that is not below `value`, in ascending numbers. */
function lowerBound(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
