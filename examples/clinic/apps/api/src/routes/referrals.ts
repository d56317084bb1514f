import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

export function referralRoutes({ referrals }: Container): Router {
  const router = Router();
  router.post('/:patientId', async (req, res) => {
    const letter = await referrals.draft(req.params.patientId, String(req.body.specialty));
    res.json(aiResponse(letter));
  });
  return router;
}
