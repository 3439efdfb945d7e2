import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { officeSettings, templates } from '../../../db/schema/office.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { TemplateEdit, TemplatePurpose, TemplateView } from '../../views/office.ts';
import { officeProfile } from '../office/profile.ts';

/** The texts to write from, with the office's and the writer's own names in place. */
export async function listTemplates(
  ctx: Ctx,
  purpose: TemplatePurpose | undefined,
  writer: () => string | null,
): Promise<{ templates: TemplateView[] }> {
  const { q } = ctx.db;
  const [rows, settings] = await ctx.db.read([
    q
      .select({
        id: templates.id,
        name: templates.name,
        purpose: templates.purpose,
        greeting: templates.greeting,
        body: templates.body,
      })
      .from(templates)
      .where(and(isNull(templates.retiredAt), purpose ? eq(templates.purpose, purpose) : undefined))
      .orderBy(asc(templates.purpose), asc(templates.name)),
    q.select().from(officeSettings),
  ]);
  const office = officeProfile(settings).name;
  const surname = (writer() ?? '').split(/[\s　]/)[0] ?? '';
  const filled = (text: string) => text.replaceAll('{事業所}', office).replaceAll('{担当}', surname);
  return {
    templates: rows.map((row) => ({ ...row, greeting: filled(row.greeting), body: filled(row.body) })),
  };
}

/** Every text as it is written, retired ones too, for the managers who keep them. */
export async function listTemplateEdits(ctx: Ctx): Promise<{ templates: TemplateEdit[] }> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        id: templates.id,
        name: templates.name,
        purpose: templates.purpose,
        greeting: templates.greeting,
        body: templates.body,
        revision: templates.revision,
        updatedAt: templates.updatedAt,
        updatedBy: staff.name,
        retiredAt: templates.retiredAt,
      })
      .from(templates)
      .leftJoin(staff, eq(staff.id, templates.updatedBy))
      .orderBy(sql`retired_at is not null`, asc(templates.purpose), asc(templates.name)),
  ]);
  return { templates: rows };
}
