import { Router } from 'express';
import { aiResponse } from '@/ai/ai-response';
import type { Container } from '@/container';

const WEEK = 7 * 24 * 60 * 60 * 1000;

export function statisticsRoutes({ statistics }: Container): Router {
  const router = Router();
  router.get('/week', async (_req, res) => {
    const comment = await statistics.commentOnWeek(new Date(Date.now() - WEEK));
    res.json(aiResponse(comment));
  });
  return router;
}
