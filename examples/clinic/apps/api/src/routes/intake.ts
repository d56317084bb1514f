import { Router } from 'express';
import { z } from 'zod';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

const intakeForm = z.object({
  fullName: z.string(),
  dateOfBirth: z.coerce.date(),
  iin: z.string().length(12),
  email: z.email(),
  phone: z.string(),
  address: z.string().nullable(),
  allergies: z.array(z.string()),
  diagnoses: z.array(z.string()),
  aiProcessingConsent: z.boolean(),
  marketingConsent: z.boolean(),
});

export function intakeRoutes({ intake }: Container): Router {
  const router = Router();
  router.post('/', async (req, res) => {
    const { patient, questions } = await intake.register(intakeForm.parse(req.body));
    res.status(201).json({ id: patient.id, ...aiResponse(questions) });
  });
  return router;
}
