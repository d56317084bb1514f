import { hasAiConsent } from '@clinic/shared';
import type { RequestHandler } from 'express';
import type { VisitRepository } from '@/repositories/visit-repository';

/** Lets a request through only if the visit's patient agreed to AI processing. */
export function requirePatientAiConsent(visits: VisitRepository): RequestHandler {
  return async (req, res, next) => {
    const visit = await visits.findWithPatient(String(req.params.visitId));
    if (!visit || !hasAiConsent(visit.patient)) {
      res.status(403).json({ error: 'AI consent required' });
      return;
    }
    next();
  };
}
