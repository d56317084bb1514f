import type { Patient } from '@clinic/shared';
import { cookies } from 'next/headers';

/** The signed-in patient, or null. */
export async function currentPatient(): Promise<Patient | null> {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  const response = await fetch(`${process.env.API_URL}/me`, { headers: { authorization: `Bearer ${token}` } });
  return response.ok ? ((await response.json()) as Patient) : null;
}
