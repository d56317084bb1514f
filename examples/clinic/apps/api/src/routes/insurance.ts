import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

export function insuranceRoutes({ insurance }: Container): Router {
  const router = Router();
  router.post('/:patientId/claims', async (req, res) => {
    const claim = await insurance.draftClaim(req.params.patientId, String(req.body.treatment));
    res.json(aiResponse(claim));
  });
  return router;
}
