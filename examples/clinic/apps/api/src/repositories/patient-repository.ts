import type { Patient } from '@clinic/shared';
import { db } from '@/repositories/db';

export class PatientRepository {
  async findById(id: string): Promise<Patient> {
    return db.patient.findUniqueOrThrow({ where: { id } });
  }

  async findAll(): Promise<Patient[]> {
    return db.patient.findMany({ orderBy: { fullName: 'asc' } });
  }

  async create(data: Omit<Patient, 'id'>): Promise<Patient> {
    return db.patient.create({ data });
  }
}
