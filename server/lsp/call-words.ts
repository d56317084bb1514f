import type { AiCall } from '../engine/explain/index.ts';

/** `OpenAI (US)` */
export const recipientWords = ({ recipient, country }: AiCall): string =>
  /^[A-Z]{2}$/.test(country) ? `${recipient} (${country})` : recipient;

const CONSENT: Readonly<Record<AiCall['consent']['status'], string>> = {
  guarded: 'consent is checked',
  partial: 'consent is checked on some paths',
  none: 'consent is not checked',
  'not-needed': '',
  unknown: 'not all that is sent could be followed',
};

const DISCLOSURE: Readonly<Record<AiCall['disclosure']['status'], string>> = {
  disclosed: 'people are told',
  partial: 'people are told in some places',
  none: 'people are not told',
  'not-needed': '',
  unknown: '',
};

/** What is known of consent and disclosure, in one line. */
export function statusWords({ consent, disclosure }: AiCall): string {
  const basis = consent.basis?.length ? `sent on the basis of ${consent.basis.join(', ')}` : CONSENT[consent.status];
  return [basis, DISCLOSURE[disclosure.status]].filter((part) => part !== '').join(' · ');
}

/** `3 kinds of personal data → OpenAI (US) · consent is not checked` */
export function callTitle(call: AiCall): string {
  const count = call.data.length;
  const data =
    count === 0
      ? call.consent.status === 'unknown'
        ? 'No personal data seen'
        : 'No personal data'
      : count === 1
        ? '1 kind of personal data'
        : `${String(count)} kinds of personal data`;
  const status = statusWords(call);
  return `${data} → ${recipientWords(call)}${status === '' ? '' : ` · ${status}`}`;
}
