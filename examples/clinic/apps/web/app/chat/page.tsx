import { AiNotice } from '~/components/ai-notice';
import { ChatPanel } from '~/components/chat-panel';

export default function ChatPage() {
  return (
    <main>
      <AiNotice />
      <ChatPanel />
    </main>
  );
}
