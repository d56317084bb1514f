import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';
import { requirePatientAiConsent } from '@/middleware/require-patient-consent';

export function visitRoutes({ visits, summaries }: Container): Router {
  const router = Router();

  router.post('/:visitId/summary', requirePatientAiConsent(visits), async (req, res) => {
    const visit = await visits.findWithPatient(String(req.params.visitId));
    if (!visit) return void res.sendStatus(404);
    res.json(aiResponse(await summaries.summarise(visit)));
  });

  // Added later for the night shift, without the middleware of its neighbour.
  router.post('/:visitId/handover', async (req, res) => {
    const visit = await visits.findWithPatient(String(req.params.visitId));
    if (!visit) return void res.sendStatus(404);
    const summary = await summaries.summarise(visit);
    res.json(aiResponse(`Department: ${visit.department}\n${summary}`));
  });

  return router;
}
