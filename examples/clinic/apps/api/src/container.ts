import { OpenAiGateway } from '@/ai/openai-gateway';
import { AppointmentRepository } from '@/repositories/appointment-repository';
import { PatientRepository } from '@/repositories/patient-repository';
import { VisitRepository } from '@/repositories/visit-repository';
import { FollowUpService } from '@/services/follow-up-service';
import { InsuranceService } from '@/services/insurance-service';
import { IntakeService } from '@/services/intake-service';
import { InvoiceService } from '@/services/invoice-service';
import { RecallService } from '@/services/recall-service';
import { ReferralService } from '@/services/referral-service';
import { RosterService } from '@/services/roster-service';
import { StatisticsService } from '@/services/statistics-service';
import { TriageService } from '@/services/triage-service';
import { VisitSummaryService } from '@/services/visit-summary-service';

/** The composition root: the only place that says which implementation stands behind which interface. */
export function createContainer() {
  const ai = new OpenAiGateway();
  const patients = new PatientRepository();
  const visits = new VisitRepository();
  return {
    patients,
    visits,
    followUps: new FollowUpService(patients, ai),
    insurance: new InsuranceService(patients, ai),
    intake: new IntakeService(patients, ai),
    invoices: new InvoiceService(patients, ai),
    recalls: new RecallService(patients, ai),
    referrals: new ReferralService(patients, visits, ai),
    roster: new RosterService(ai),
    statistics: new StatisticsService(new AppointmentRepository(), ai),
    triage: new TriageService(patients, ai),
    summaries: new VisitSummaryService(ai),
  };
}

export type Container = ReturnType<typeof createContainer>;
