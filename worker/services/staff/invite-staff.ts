import { officeSettings } from '../../../db/schema/office.ts';
import { staffInvitations } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { logChange } from '../office/log-change.ts';
import { officeProfile } from '../office/profile.ts';
import { sha256 } from '../record/chain.ts';

export const ROLE_SAID = { counselor: '相談支援専門員', manager: '管理者' } as const;
const SEVEN_DAYS = 7 * 86_400_000;

/** A one-time code for a new colleague, valid for seven days. Only its hash is stored. */
export async function inviteStaff(
  ctx: Ctx,
  input: { name: string; role: 'counselor' | 'manager'; token: string },
): Promise<{ office: string; expiresAt: number }> {
  const [settings] = await ctx.db.read([ctx.db.q.select().from(officeSettings)]);
  const id = ctx.newId();
  const expiresAt = ctx.now + SEVEN_DAYS;
  await ctx.db.write([
    ctx.db.q.insert(staffInvitations).values({
      id,
      tokenHash: await sha256(input.token),
      name: input.name,
      role: input.role,
      createdBy: ctx.actor.id,
      createdAt: ctx.now,
      expiresAt,
    }),
    logChange(ctx, {
      area: 'staff',
      subjectId: id,
      summary: `${input.name}さんを${ROLE_SAID[input.role]}としてまねきました`,
    }),
  ]);
  return { office: officeProfile(settings).name, expiresAt };
}
