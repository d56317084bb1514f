'use client';

import { useChat } from '@ai-sdk/react';
import { useState } from 'react';

export function ChatPanel() {
  const { messages, sendMessage, status } = useChat();
  const [draft, setDraft] = useState('');
  return (
    <section>
      {messages.map((message) => (
        <p key={message.id}>{message.parts.map((part) => (part.type === 'text' ? part.text : null))}</p>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void sendMessage({ text: draft });
          setDraft('');
        }}
      >
        <input value={draft} onChange={(event) => setDraft(event.target.value)} disabled={status !== 'ready'} />
      </form>
    </section>
  );
}
