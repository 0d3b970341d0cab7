/**
 * A question whose answer may take long, in the place where the answer will be: what is computed, with a Cancel; and where
 * there is no answer, why, with a way to ask again if it was cancelled.
 */
import { unavailable } from '../data/unavailable.ts';
import { h } from '../dom.ts';
import { codeText } from './code-text.ts';
import { linkButton } from './link-button.ts';
import { capitalized, sentence } from './sentence.ts';

/** Of a message that begins with a word of ours; others begin with a name or an option of the command. */
const FIRST_WORD = /^(?:the|an?|no|there) /;

interface Unavailable {
  readonly kind: 'unavailable';
  readonly message: string;
}

export interface Asking<Answer> {
  /** What is being computed, as a sentence with `…`. */
  readonly waiting: string;
  /** In an HTML report everything is there already. */
  readonly canCancel: boolean;
  ask(signal: AbortSignal): Promise<Answer | Unavailable>;
  /** Asks again. */
  again(): void;
  /** Shows what was there before, where there was something. */
  readonly back?: () => void;
  /** False where another question was asked since: the answer is then dropped. */
  isCurrent(): boolean;
}

/** Null where there is no answer, which `place` then says, or it is dropped. */
export async function awaited<Answer extends { readonly kind: string }>(
  place: HTMLElement,
  { waiting, canCancel, ask, again, back, isCurrent }: Asking<Answer>,
): Promise<Exclude<Answer, Unavailable> | null> {
  const stop = new AbortController();
  place.replaceChildren(
    h(
      'p',
      { class: 'waiting', attrs: { role: 'status' } },
      waiting,
      ...(canCancel ? [' ', linkButton('Cancel', () => stop.abort())] : []),
    ),
  );
  const answer = await ask(stop.signal).catch(unavailable);
  if (!isCurrent()) return null;
  if (!isUnavailable(answer)) return answer as Exclude<Answer, Unavailable>;
  const isCancelled = stop.signal.aborted;
  if (isCancelled && back !== undefined) {
    back();
    return null;
  }
  place.replaceChildren(
    h(
      'p',
      { class: 'empty' },
      ...codeText(sentence(answer.message.replace(FIRST_WORD, capitalized))),
      ...(isCancelled ? [' ', linkButton('Ask again', again)] : []),
    ),
    ...(back === undefined ? [] : [h('p', {}, linkButton('Back', back))]),
  );
  return null;
}

function isUnavailable(answer: { readonly kind: string }): answer is Unavailable {
  return answer.kind === 'unavailable';
}
