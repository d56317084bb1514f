import OpenAI from 'openai';
import type { Patient } from './prompt.js';

const openai = new OpenAI();

export async function describePatient(patient: Patient) {
  const answer = await openai.responses.create({ model: 'gpt-5', store: false, input: JSON.stringify(patient) });
  return answer.id;
}
