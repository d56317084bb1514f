export { buildReferralPrompt } from './referral';
export { buildSummaryPrompt } from './summary';
export { TRIAGE_INSTRUCTIONS, buildTriagePrompt } from './triage';
