import type { Provider } from '../provider.ts';
import { drizzle, drizzleSchemas } from './drizzle.ts';
import { prisma } from './prisma.ts';
import { sqlProviders } from './sql.ts';
import { zod } from './zod.ts';

/** All schema and query libraries that are known; adding one is one file and one line here. */
export const PROVIDERS: readonly Provider[] = [zod, prisma, drizzle, ...drizzleSchemas, ...sqlProviders];
