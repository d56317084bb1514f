import type { Visit, VisitWithPatient } from '@clinic/shared';
import { db } from '@/repositories/db';

export class VisitRepository {
  async findWithPatient(id: string): Promise<VisitWithPatient | null> {
    return db.visit.findUnique({ where: { id }, include: { patient: true } });
  }

  async findByPatient(patientId: string): Promise<Visit[]> {
    return db.visit.findMany({ where: { patientId }, orderBy: { startedAt: 'desc' }, take: 10 });
  }
}
