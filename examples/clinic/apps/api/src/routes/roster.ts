import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

export function rosterRoutes({ roster }: Container): Router {
  const router = Router();
  router.post('/explain', async (req, res) => {
    const { fullName, shifts } = req.body;
    // probity-ignore-next-line personal-data-without-consent -- staff agreed to it in the works agreement of 2025
    const explanation = await roster.explain({ fullName, shifts });
    res.json(aiResponse(explanation));
  });
  return router;
}
