import type { Provider } from '../provider.ts';
import { drizzle, drizzleSchemas } from './drizzle.ts';
import { firestore } from './firestore.ts';
import { graphql } from './graphql.ts';
import { jsonSchema } from './json-schema.ts';
import { kysely } from './kysely.ts';
import { mikroOrm } from './mikro-orm.ts';
import { mongodb, mongoose } from './mongoose.ts';
import { prisma } from './prisma.ts';
import { sqlProviders } from './sql.ts';
import { supabase } from './supabase.ts';
import { typeorm } from './typeorm.ts';
import { valibot } from './valibot.ts';
import { forms } from './forms.ts';
import { astroActions, elysia, fastify, h3 } from './handlers.ts';
import { hono, honoValidators, safeAction, trpc } from './validated.ts';
import { arktype } from './arktype.ts';
import { classTransformer } from './class-transformer.ts';
import { openapiFetch } from './openapi.ts';
import { sequelize } from './sequelize.ts';
import { typebox } from './typebox.ts';
import { joi, yup } from './yup.ts';
import { zod } from './zod.ts';

/** All schema and query libraries that are known; adding one is one file and one line here. */
export const PROVIDERS: readonly Provider[] = [
  zod,
  valibot,
  yup,
  joi,
  arktype,
  typebox,
  classTransformer,
  prisma,
  drizzle,
  ...drizzleSchemas,
  typeorm,
  mikroOrm,
  mongoose,
  mongodb,
  firestore,
  sequelize,
  kysely,
  supabase,
  graphql,
  openapiFetch,
  jsonSchema,
  trpc,
  safeAction,
  hono,
  ...honoValidators,
  fastify,
  elysia,
  astroActions,
  h3,
  ...forms,
  ...sqlProviders,
];
