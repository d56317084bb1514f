import OpenAI from 'openai';
import { greeting, type Patient } from './prompt.js';

const openai = new OpenAI();

export async function remind(patient: Patient) {
  const answer = await openai.responses.create({ model: 'gpt-5', store: false, input: greeting(patient) });
  return answer.id;
}
