'use client';

import { useActionState } from 'react';
import { polishLetter } from './actions';
import type { LetterState } from './actions';

const empty: LetterState = { text: '', generatedByAi: false };

export default function LettersPage() {
  const [state, submit, pending] = useActionState((_: LetterState, form: FormData) => polishLetter(form), empty);
  return (
    <main>
      <form action={submit}>
        <textarea name="letter" rows={8} />
        <button disabled={pending}>Make it clearer</button>
      </form>
      {state.generatedByAi && (
        <article>
          <small>Written with AI from your draft. Read it before you send it.</small>
          <p>{state.text}</p>
        </article>
      )}
    </main>
  );
}
