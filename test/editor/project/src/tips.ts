import express from 'express';
import OpenAI from 'openai';

const app = express();
const openai = new OpenAI();

app.get('/tip', async (req, res) => {
  const answer = await openai.responses.create({ model: 'gpt-5', store: false, input: 'A tip for the day' });
  res.json({ tip: answer.output_text });
});
