import { eq } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { type Given, prepared } from '../../../db/prepared.ts';
import { contacts, lineAccounts, sessions, staff } from '../../../db/schema/people.ts';
import type { Instant, PartnerKind } from '../../manual/types.ts';
import { ProblemError, refused } from '../../problem.ts';

/** What the signed cookie says; true only once the session's row has been read. */
export interface SessionClaim {
  sessionId: string;
  lineUserId: string;
  staffId: string | null;
}

/** The session's row, with whoever stands behind it now. */
export interface SessionRow {
  kind: 'user' | 'staff';
  expiresAt: Instant;
  revokedAt: Instant | null;
  friend: boolean | null;
  suspendedAt: Instant | null;
  contactId: string | null;
  contactKind: PartnerKind | null;
  staffId: string | null;
  staffName: string | null;
  staffKana: string | null;
  role: 'counselor' | 'manager' | null;
  active: boolean | null;
}

/** Who may come in: whoever uses LINE, a contact the office knows, staff, or a manager. */
export type Requirement = 'user' | 'contact' | 'staff' | 'manager';

/**
 * A database that answers only for a living session: the session's row is read in the same batch as the
 * first facts (no round trip of its own), and nothing is written before it was found good.
 * @throws ProblemError signed-out | forbidden
 */
export function guardDatabase(
  db: Database,
  claim: SessionClaim,
  requirement: Requirement,
  now: Instant,
  onSession: (row: SessionRow) => void,
): Database {
  let checked = false;
  const sessionQuery = readSession({ sessionId: claim.sessionId });
  return {
    q: db.q,
    read: async (statements) => {
      const [rows, ...rest] = (await db.read([sessionQuery, ...statements] as readonly Statement[])) as [
        SessionRow[],
        ...unknown[],
      ];
      const row = rows[0];
      if (!row || row.revokedAt !== null || row.expiresAt <= now)
        throw new ProblemError(refused('signed-out'));
      if (!meets(row, requirement)) throw new ProblemError(refused('forbidden'));
      checked = true;
      onSession(row);
      return rest as never;
    },
    write: async (statements) => {
      if (!checked) throw new Error('a write was tried before the session was read');
      return db.write(statements);
    },
  };
}

function meets(row: SessionRow, requirement: Requirement): boolean {
  if (requirement === 'user') return row.kind === 'user';
  if (requirement === 'contact') return row.kind === 'user' && row.contactId !== null;
  if (row.kind !== 'staff' || !row.active) return false;
  return requirement === 'staff' || row.role === 'manager';
}

const readSession = prepared((q, given: Given<{ sessionId: string }>) =>
  q
    .select({
      kind: sessions.kind,
      expiresAt: sessions.expiresAt,
      revokedAt: sessions.revokedAt,
      friend: lineAccounts.friend,
      suspendedAt: lineAccounts.suspendedAt,
      contactId: contacts.id,
      contactKind: contacts.kind,
      staffId: staff.id,
      staffName: staff.name,
      staffKana: staff.kana,
      role: staff.role,
      active: staff.active,
    })
    .from(sessions)
    .innerJoin(lineAccounts, eq(lineAccounts.lineUserId, sessions.lineUserId))
    .leftJoin(contacts, eq(contacts.lineUserId, sessions.lineUserId))
    .leftJoin(staff, eq(staff.id, sessions.staffId))
    .where(eq(sessions.id, given.sessionId)),
);
