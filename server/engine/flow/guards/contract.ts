export type { GuardVerdict, Guards, NearMiss, NearMissReason } from '../guards-contract.ts';
