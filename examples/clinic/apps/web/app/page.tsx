import Link from 'next/link';

export default function HomePage() {
  return (
    <main>
      <h1>My clinic</h1>
      <Link href="/chat">Ask a question</Link>
      <Link href="/letters">Write to your doctor</Link>
    </main>
  );
}
