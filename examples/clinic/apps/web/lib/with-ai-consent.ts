import { ConsentRequiredError, requireAiConsent } from '@clinic/shared';
import type { Patient } from '@clinic/shared';
import { currentPatient } from '~/lib/session';

type Action<Input, Output> = (input: Input) => Promise<Output>;

/** Makes a server action that runs only for a patient who agreed to AI processing. */
export function withAiConsent<Input, Output>(
  action: (patient: Patient, input: Input) => Promise<Output>,
): Action<Input, Output> {
  return async (input) => {
    const patient = await currentPatient();
    if (!patient) throw new ConsentRequiredError('unknown');
    requireAiConsent(patient);
    return action(patient, input);
  };
}
