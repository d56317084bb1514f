import { Router } from 'express';
import { z } from 'zod';
import type { Container } from '@/container';

const request = z.object({ patientId: z.string(), symptoms: z.string().max(2000) });

export function triageRoutes({ triage }: Container): Router {
  const router = Router();
  router.post('/', async (req, res) => {
    const { patientId, symptoms } = request.parse(req.body);
    res.json({ urgency: await triage.sort(patientId, symptoms) });
  });
  return router;
}
