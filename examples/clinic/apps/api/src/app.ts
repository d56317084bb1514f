import express from 'express';
import type { Express } from 'express';
import type { Container } from '@/container';
import { errorHandler } from '@/middleware/error-handler';
import { requireStaff } from '@/middleware/require-staff';
import { insuranceRoutes } from '@/routes/insurance';
import { intakeRoutes } from '@/routes/intake';
import { letterRoutes } from '@/routes/letters';
import { referralRoutes } from '@/routes/referrals';
import { rosterRoutes } from '@/routes/roster';
import { statisticsRoutes } from '@/routes/statistics';
import { triageRoutes } from '@/routes/triage';
import { visitRoutes } from '@/routes/visits';

export function createApp(container: Container): Express {
  const app = express();
  app.use(express.json());
  app.use(requireStaff);
  app.use('/intake', intakeRoutes(container));
  app.use('/insurance', insuranceRoutes(container));
  app.use('/letters', letterRoutes(container));
  app.use('/referrals', referralRoutes(container));
  app.use('/roster', rosterRoutes(container));
  app.use('/statistics', statisticsRoutes(container));
  app.use('/triage', triageRoutes(container));
  app.use('/visits', visitRoutes(container));
  app.use(errorHandler);
  return app;
}
