/** What the page asked of the extension and has no answer to yet, by the number that an answer repeats. */

/** Sends the message that has this number. */
type Post = (id: number) => void;

type Arrived<Answer> =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'saved'; readonly id: number; readonly name: string | null };

interface AwaitedAnswers<Answer extends { readonly kind: string }> {
  /** Rejects where the answer is of another kind than was asked for. */
  ask<A extends Answer>(kind: string, isWanted: (answer: Answer) => answer is A, post: Post): Promise<A>;
  /** The name of the saved file; null if the person chose none. */
  save(post: Post): Promise<string | null>;
  /** An answer that arrived. */
  settle(message: Arrived<Answer>): void;
}

export function awaitedAnswers<Answer extends { readonly kind: string }>(): AwaitedAnswers<Answer> {
  let nextId = 1;
  const questions = new Map<number, (answer: Answer) => void>();
  const saves = new Map<number, (name: string | null) => void>();
  return {
    ask<A extends Answer>(kind: string, isWanted: (answer: Answer) => answer is A, post: Post) {
      const id = nextId++;
      return new Promise<A>((resolve, reject) => {
        questions.set(id, (answer) => {
          if (isWanted(answer)) resolve(answer);
          else reject(new Error(`asked for ${kind}, got ${answer.kind}`));
        });
        post(id);
      });
    },
    save(post) {
      const id = nextId++;
      return new Promise((resolve) => {
        saves.set(id, resolve);
        post(id);
      });
    },
    settle(message) {
      if (message.kind === 'answer') {
        questions.get(message.id)?.(message.answer);
        questions.delete(message.id);
      } else {
        saves.get(message.id)?.(message.name);
        saves.delete(message.id);
      }
    },
  };
}
