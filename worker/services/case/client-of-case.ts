import { sql } from 'drizzle-orm';

/** The subquery that names a case's client, for record chains. */
export const clientOfCase = (caseId: string) => sql`select client_id from cases where id = ${caseId}`;
