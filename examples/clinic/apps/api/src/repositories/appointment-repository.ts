import type { Appointment } from '@clinic/shared';
import { db } from '@/repositories/db';

export class AppointmentRepository {
  async findSince(since: Date): Promise<Appointment[]> {
    return db.appointment.findMany({ where: { startsAt: { gte: since } } });
  }
}
