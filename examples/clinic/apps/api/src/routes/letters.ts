import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

export function letterRoutes({ followUps, invoices, recalls }: Container): Router {
  const router = Router();

  router.post('/:patientId/recall', async (req, res) => {
    await recalls.remind(req.params.patientId, String(req.body.reason));
    res.sendStatus(202);
  });

  router.post('/:patientId/follow-up', async (req, res) => {
    await followUps.send(req.params.patientId, String(req.body.notes));
    res.sendStatus(202);
  });

  router.get('/:patientId/address', async (req, res) => {
    res.json(aiResponse(await invoices.addressBlock(req.params.patientId)));
  });

  return router;
}
