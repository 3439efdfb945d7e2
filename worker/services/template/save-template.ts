import { eq } from 'drizzle-orm';
import { isOvertaken, messageIncludes } from '../../../db/client.ts';
import { officeSettings, templates } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { TemplateSaved } from '../../views/office.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { logChange } from '../office/log-change.ts';
import { judgeTemplate, refusal, type TemplateText } from './judge-template.ts';

const TAKEN = refused('bad-input', { fields: { name: '同じ名前のひな形があります。' } });

/** Keeps a new text, when the content rules let it stand. */
export async function createTemplate(ctx: Ctx, text: TemplateText): Promise<TemplateSaved | Refused> {
  const [settings] = await ctx.db.read([ctx.db.q.select().from(officeSettings)]);
  const findings = judgeTemplate(text, officeSettingsInForce(settings, ctx.now).settings);
  const no = refusal(findings);
  if (no) return no;
  const id = ctx.newId();
  return write(ctx, { id, revision: 1, findings }, [
    ctx.db.q
      .insert(templates)
      .values({ id, ...text, revision: 1, updatedAt: ctx.now, updatedBy: ctx.actor.id }),
    logChange(ctx, {
      area: 'template',
      subjectId: id,
      revision: 1,
      summary: `ひな形「${text.name}」を作りました`,
      detail: { after: text },
    }),
  ]);
}

/** Changes a text; whoever began from an older one is told. */
export async function editTemplate(
  ctx: Ctx,
  id: string,
  { revision, ...text }: TemplateText & { revision: number },
): Promise<TemplateSaved | Refused> {
  const [found, settings] = await ctx.db.read([
    ctx.db.q.select().from(templates).where(eq(templates.id, id)),
    ctx.db.q.select().from(officeSettings),
  ]);
  const old = found[0];
  if (!old) return refused('not-found');
  if (old.revision !== revision || old.retiredAt !== null) return refused('conflict');
  const findings = judgeTemplate(text, officeSettingsInForce(settings, ctx.now).settings);
  const no = refusal(findings);
  if (no) return no;
  const { purpose, name, greeting, body } = old;
  return write(ctx, { id, revision: revision + 1, findings }, [
    ctx.db.q
      .update(templates)
      .set({ ...text, revision: revision + 1, updatedAt: ctx.now, updatedBy: ctx.actor.id })
      .where(eq(templates.id, id)),
    logChange(ctx, {
      area: 'template',
      subjectId: id,
      revision: revision + 1,
      summary: `ひな形「${text.name}」を直しました`,
      detail: { before: { purpose, name, greeting, body }, after: text },
    }),
  ]);
}

/** Takes a text out of use, or back into it; what it said stays. */
export async function retireTemplate(
  ctx: Ctx,
  id: string,
  input: { revision: number; retired: boolean },
): Promise<TemplateSaved | Refused> {
  const [found] = await ctx.db.read([ctx.db.q.select().from(templates).where(eq(templates.id, id))]);
  const old = found[0];
  if (!old) return refused('not-found');
  if (old.revision !== input.revision) return refused('conflict');
  const revision = input.revision + 1;
  return write(ctx, { id, revision, findings: [] }, [
    ctx.db.q
      .update(templates)
      .set({
        retiredAt: input.retired ? ctx.now : null,
        revision,
        updatedAt: ctx.now,
        updatedBy: ctx.actor.id,
      })
      .where(eq(templates.id, id)),
    logChange(ctx, {
      area: 'template',
      subjectId: id,
      revision,
      summary: `ひな形「${old.name}」を${input.retired ? '使わないことにしました' : 'また使うことにしました'}`,
    }),
  ]);
}

async function write(
  ctx: Ctx,
  saved: TemplateSaved,
  statements: Parameters<Ctx['db']['write']>[0],
): Promise<TemplateSaved | Refused> {
  try {
    await ctx.db.write(statements);
    return saved;
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    return messageIncludes(error, 'templates.name') ? TAKEN : refused('conflict');
  }
}
