import { eq, sql } from 'drizzle-orm';
import { consents, invitations } from '../../../db/schema/consents.ts';
import { clientContacts, clients, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, clockTime } from '../../manual/jst.ts';
import type { PartnerKind } from '../../manual/types.ts';
import { logAccess } from '../client/log-access.ts';
import { consentState, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded } from '../facts/assemble-facts.ts';
import { csvFile } from './csv.ts';

const CHOOSER: Record<PartnerKind, string> = {
  person: '本人',
  guardian: '保護者',
  'legal-representative': '後見人等',
  family: '家族',
  provider: '事業所',
};
const COLUMNS = [
  '利用者',
  'よみ',
  '連絡先',
  '間がら',
  '版',
  '承諾した日',
  '時刻',
  '選んだ人',
  '説明した人',
  '説明した日',
  '友だち',
  'いま送れるか',
];

/** The consents in force (R1): each contact whose newest answer is はい, for Excel. Logged as an export of all. */
export async function exportConsents(ctx: Ctx): Promise<{ name: string; csv: string }> {
  const { q } = ctx.db;
  const [rows, rules] = await ctx.db.read([
    q
      .select({
        client: clients.name,
        kana: clients.kana,
        birthDate: clients.birthDate,
        contact: contacts.name,
        relation: clientContacts.relation,
        version: consents.version,
        at: consents.chosenAt,
        choice: consents.choice,
        chooser: consents.chooser,
        explainedBy: staff.name,
        explainedAt: invitations.explainedAt,
        friend: lineAccounts.friend,
        suspendedAt: lineAccounts.suspendedAt,
      })
      .from(consents)
      .innerJoin(clients, eq(clients.id, consents.clientId))
      .innerJoin(contacts, eq(contacts.id, consents.contactId))
      .innerJoin(
        clientContacts,
        sql`${clientContacts.clientId} = ${consents.clientId} and ${clientContacts.contactId} = ${consents.contactId}`,
      )
      .leftJoin(invitations, eq(invitations.id, consents.invitationId))
      .leftJoin(staff, eq(staff.id, consents.explainedBy))
      .leftJoin(lineAccounts, eq(lineAccounts.lineUserId, consents.lineUserId))
      .where(
        sql`${consents.choice} = 'yes' and ${consents.lineUserId} = ${contacts.lineUserId} and ${clients.erasedAt} is null and not exists (select 1 from consents later
          where later.client_id = ${consents.clientId} and later.contact_id = ${consents.contactId} and later.seq > ${consents.seq})`,
      )
      .orderBy(clients.kana, clients.id, contacts.name),
    readRuleVersions(ctx.db, ctx.now),
  ]);
  await ctx.db.write([logAccess(ctx, null, 'export-consents')]);
  const needed = consentVersionNeeded(rules);
  const date = (at: number | null) => (at === null ? '' : civilDate(at));
  return {
    name: `承諾の一覧_${civilDate(ctx.now)}.csv`,
    csv: csvFile(
      COLUMNS,
      rows.map((row) => [
        row.client,
        row.kana,
        row.contact,
        row.relation,
        row.version,
        civilDate(row.at),
        clockTime(row.at),
        CHOOSER[row.chooser],
        row.explainedBy,
        date(row.explainedAt),
        row.friend ? 'はい' : 'いいえ',
        reachable(row, needed, ctx.now),
      ]),
    ),
  };
}

function reachable(
  row: {
    birthDate: string | null;
    choice: 'yes' | 'no' | 'later' | 'question' | 'withdrawn';
    chooser: PartnerKind;
    version: number;
    at: number;
    friend: boolean | null;
    suspendedAt: number | null;
  },
  needed: number,
  now: number,
): string {
  const { state } = consentState(row, needed, row, now);
  if (state === 'outdated') return 'いいえ（新しいやくそくの承諾が要る）';
  if (state !== 'yes') return 'いいえ（承諾し直しが要る）';
  if (row.suspendedAt !== null) return 'いいえ（止めています）';
  return row.friend ? 'はい' : 'いいえ（友だち追加待ち）';
}
