import { sql } from 'drizzle-orm';
import { staffMenus } from '../../../db/schema/bot.ts';
import type { Ctx } from '../../context.ts';
import { type RichMenuClient, RichMenuRefused } from '../../line/rich-menu-client.ts';
import { DAY } from '../../manual/jst.ts';

/** What stands where LINE would not link: tried again a day later. */
const REFUSED = '';

export type MenuLinks = {
  linked: number;
  unlinked: number;
  refused: number;
  /** Somebody still waits. */
  more: boolean;
};

/**
 * Gives active staff the staff's menu, and takes it from who has left; at most so many a run, those who wait longest
 * first. Safe to repeat. One request to LINE for each account, two round trips.
 */
export async function linkStaffMenus(
  ctx: Pick<Ctx, 'db' | 'now'>,
  menus: Pick<RichMenuClient, 'link' | 'unlink'>,
  menu: string,
  most: number,
): Promise<MenuLinks> {
  const ended: MenuLinks = { linked: 0, unlinked: 0, refused: 0, more: false };
  const [waiting] = await ctx.db.read([
    ctx.db.q.all<{ account: string; works: 0 | 1 }>(sql`
      select account, works from (
        select s.line_user_id as account, 1 as works, coalesce(m.linked_at, 0) as since
        from staff s left join staff_menus m on m.line_user_id = s.line_user_id
        where s.active = 1 and s.line_user_id is not null
          and (m.rich_menu_id is null or (m.rich_menu_id <> ${menu}
            and (m.rich_menu_id <> ${REFUSED} or m.linked_at <= ${ctx.now - DAY})))
        union all
        select m.line_user_id, 0, 0 from staff_menus m
        where not exists (select 1 from staff s where s.line_user_id = m.line_user_id and s.active = 1)
      ) order by since, account limit ${most + 1}`),
  ]);
  const rows: { lineUserId: string; richMenuId: string; linkedAt: number }[] = [];
  const gone: string[] = [];
  for (const { account, works } of waiting.slice(0, most)) {
    const done = await accepted(works ? menus.link(account, menu) : menus.unlink(account));
    if (!works) gone.push(account);
    else rows.push({ lineUserId: account, richMenuId: done ? menu : REFUSED, linkedAt: ctx.now });
    ended[!done ? 'refused' : works ? 'linked' : 'unlinked'] += 1;
  }
  await ctx.db.write([
    ...rows.map((row) =>
      ctx.db.q.insert(staffMenus).values(row).onConflictDoUpdate({ target: staffMenus.lineUserId, set: row }),
    ),
    ...(gone.length === 0
      ? []
      : [
          ctx.db.q
            .delete(staffMenus)
            .where(sql`line_user_id in (select value from json_each(${JSON.stringify(gone)}))`),
        ]),
  ]);
  return { ...ended, more: waiting.length > most };
}

/** LINE's certain no concerns one account; whatever else goes wrong ends the run. */
async function accepted(asked: Promise<void>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof RichMenuRefused && (error.status === 400 || error.status === 404)) return false;
    throw error;
  }
}
