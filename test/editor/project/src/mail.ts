import OpenAI from 'openai';

const openai = new OpenAI();

export async function mail(customer: { email: string; topic: string }) {
  const answer = await openai.responses.create({
    model: 'gpt-5',
    store: false,
    input: JSON.stringify({ topic: customer.topic, email: customer.email }),
  });
  return answer.id;
}
