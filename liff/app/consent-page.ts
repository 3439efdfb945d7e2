import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { PartnerKind } from '../../worker/manual/types.ts';
import type { UsageRules } from '../../worker/views/mini-app.ts';
import type { Person } from '../../worker/views/shared.ts';
import {
  type ConsentInput,
  consent,
  getHome,
  getMyConsent,
  getRules,
  lookAtInvitation,
} from '../data/app.ts';
import { dropDraft, readDraft, writeDraft } from '../data/draft.ts';
import { CallFailed, type Failure } from '../data/http.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { callName, familyName, fullCallName } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard, steps, sumRow } from './blocks.ts';
import { asksExplained, CHOICES, CHOOSERS, choiceTitle, choosersFor, EXPLAINED } from './consent-words.ts';
import { textChoice } from './easy-text.ts';
import { elsewhere, finish, go, to } from './routes.ts';
import { rulesStep } from './rules-steps.ts';

interface Asked {
  rules: UsageRules;
  client: Person;
  contact: PartnerKind;
  minor: boolean | null;
  /** Only from an invitation: whom it was made out to, and who explained. */
  invited: { to: Person; by: Person } | null;
  /** After rules have changed: only what changed since this person's own 「はい」. */
  changes: Changes | null;
}
/** How to show them comes with them: few people need it. */
interface Changes {
  show: () => TemplateResult;
}
interface ConsentDraft {
  chooser: PartnerKind | null;
  explained: boolean | null;
  choice: ConsentInput['choice'] | null;
}

const AFTER_RULES = ['who', 'choose', 'confirm'] as const;

/** R1: the rules step by step, who chooses, the choice, a last look; from an invitation or for a new version. */
@customElement('consent-page')
export class ConsentPage extends AppPage<Asked> {
  @state() private draft: ConsentDraft = { chooser: null, explained: null, choice: null };
  @state() private pressed = false;
  @state() private changed = false;

  private get token(): string | null {
    return this.place.query.get('t');
  }

  protected async load(): Promise<Asked> {
    const asked = await this.ask();
    const { chooser, ...rest } = { ...this.draft, ...readDraft<ConsentDraft>(this.draftName) };
    const can = choosersFor(asked.contact, asked.minor).some((each) => each.kind === chooser);
    this.draft = { ...rest, chooser: can ? chooser : null };
    return asked;
  }

  private async ask(): Promise<Asked> {
    const clientId = this.place.params.client;
    if (clientId !== undefined) {
      const [home, rules] = await Promise.all([getHome(), getRules()]);
      const client = home.clients.find((each) => each.id === clientId);
      if (!client || !home.me) throw new CallFailed('not-found');
      const changes = client.consent.state === 'outdated' ? await this.changesSince(clientId, rules) : null;
      return { rules, client, contact: home.me.kind, minor: client.minor, invited: null, changes };
    }
    const [look, rules] = await Promise.all([lookAtInvitation(this.token ?? ''), getRules()]);
    if (look.answered) return elsewhere(to('home'));
    return {
      rules,
      client: look.client,
      contact: look.contact.kind,
      minor: look.minor,
      invited: { to: look.contact, by: look.explainedBy },
      changes: null,
    };
  }

  private async changesSince(clientId: string, rules: UsageRules): Promise<Changes | null> {
    const [{ agreed }, { changesBetween, changeList }] = await Promise.all([
      getMyConsent(clientId),
      import('./rule-changes.ts').catch(() => {
        throw new CallFailed('offline');
      }),
    ]);
    const changes = agreed ? changesBetween(agreed.groups, rules.groups) : [];
    return changes.length > 0 ? { show: () => changeList(changes) } : null;
  }

  private get draftName(): string {
    return `consent:${this.place.params.client ?? this.token}`;
  }

  private get step(): number {
    return Math.max(Number(this.place.query.get('step')) || 1, 1);
  }

  private pathOf(step: number): string {
    const token = this.token === null ? '' : `t=${encodeURIComponent(this.token)}&`;
    return `${this.place.path}?${token}step=${step}`;
  }

  protected show(asked: Asked): TemplateResult {
    const rules = stepsOfRules(asked);
    const of = rules + AFTER_RULES.length;
    // Nobody comes to a later step without the ones before it.
    const allowed = this.draft.chooser === null ? rules + 1 : this.draft.choice === null ? rules + 2 : of;
    const step = Math.min(this.step, allowed);
    const after = AFTER_RULES[step - rules - 1];
    const inside = after
      ? this[after](asked, step, of)
      : asked.changes
        ? this.changedRules(asked.changes, of)
        : rulesStep(asked.rules, step, of, this.above(asked, step));
    const back = step === 1 ? to('home') : this.pathOf(step - 1);
    const main =
      after === 'confirm'
        ? mainButton('これで {決|き}める', () => this.decide(asked), this.sending)
        : mainButton('つぎへ', () => this.next(after, step));
    return html`<main id="main">${inside}</main>${actBar(main, backLink(back))}`;
  }

  /** R1: old and new beside each other; what stayed as it was isn't read again. */
  private changedRules(changes: Changes, of: number): TemplateResult {
    return html`${steps({ now: 1, of, label: '{変|か}わった ところ' })}
      ${head('やくそくが {新|あたら}しく なりました', '{変|か}わった ところだけ {読|よ}みます。')}
      ${textChoice('rules')} ${changes.show()}
      <a class="btn" href=${to('rules')}>${icon('list')}<span>${r('{全部|ぜんぶ} {読|よ}む')}</span></a>`;
  }

  private above(asked: Asked, step: number): TemplateResult {
    if (this.changed)
      return note(
        'wait',
        'alert',
        'もう {一度|いちど} {読|よ}んで ください。',
        'やくそくが {新|あたら}しく なりました。',
      );
    if (step > 1 || !asked.invited) return html``;
    const { to, by } = asked.invited;
    return note(
      '',
      'users',
      `${familyName(by)}が {話|はな}した ことです。\nちがう ときは {電話|でんわ}を ください。`,
      `${callName(to)}への お{知|し}らせです。`,
    );
  }

  protected who(asked: Asked, now: number, of: number): TemplateResult {
    const { chooser, explained } = this.draft;
    const lacks = this.pressed && (chooser === null || (asksExplained(chooser) && explained === null));
    const question = `${fullCallName(asked.client)}にも {話|はな}しましたか。`;
    return html`${steps({ now, of, label: 'あなたの こと' })}
      ${head('あなたは どなたですか。', `${fullCallName(asked.client)}の LINEの ことです。`)}
      ${lacks ? missing('ひとつ えらんで ください。') : nothing}
      ${cards(
        'あなたは どなたですか',
        choosersFor(asked.contact, asked.minor).map((each) =>
          radioCard({
            group: 'chooser',
            value: each.kind,
            chosen: chooser === each.kind,
            title: each.title,
            sub: each.sub,
            onChoose: () =>
              this.keep({ chooser: each.kind, explained: asksExplained(each.kind) ? explained : null }),
          }),
        ),
      )}
      ${
        asked.minor && (chooser === 'person' || chooser === 'family')
          ? note('', 'users', '18さいに なるまでは\n{保護者|ほごしゃ}の {返事|へんじ}も いります。')
          : nothing
      }
      ${
        asksExplained(chooser)
          ? html`<h2>${r(question)}</h2>
              ${cards(
                question,
                EXPLAINED.map((each) =>
                  radioCard({
                    group: 'explained',
                    value: String(each.explained),
                    chosen: explained === each.explained,
                    title: each.title,
                    slim: true,
                    onChoose: () => this.keep({ explained: each.explained }),
                  }),
                ),
              )}
              ${explained === false ? note('', 'info', '{本人|ほんにん}にも わかる ように\n{話|はな}して ください。') : nothing}`
          : nothing
      }`;
  }

  protected choose(_asked: Asked, now: number, of: number): TemplateResult {
    return html`${steps({ now, of, label: '{決|き}める' })}
      ${head(
        'LINEを {使|つか}いますか。',
        '{使|つか}わなくても {支援|しえん}は {同|おな}じです。\nあとから {変|か}える ことも できます。',
      )}
      ${
        this.pressed && this.draft.choice === null
          ? missing('ひとつ えらんで ください。\nまよったら「あとで {決|き}めます」で いいです。')
          : nothing
      }
      ${cards(
        'こたえ',
        CHOICES.map((each) =>
          radioCard({
            group: 'choice',
            value: each.choice,
            chosen: this.draft.choice === each.choice,
            title: each.title,
            sub: each.sub,
            onChoose: () => this.keep({ choice: each.choice }),
          }),
        ),
      )}`;
  }

  protected confirm(asked: Asked, now: number, of: number): TemplateResult {
    const { chooser, explained, choice } = this.draft;
    const rules = stepsOfRules(asked);
    return html`${steps({ now, of, label: 'たしかめる' })}
      ${head('これで いいですか。', 'まだ {決|き}まって いません。')}
      <dl class="sum">
        ${sumRow('あなたの {答|こた}え', choiceTitle(choice ?? ''), this.pathOf(rules + 2))}
        ${sumRow('{答|こた}える {人|ひと}', CHOOSERS.find((each) => each.kind === chooser)?.title ?? '', this.pathOf(rules + 1))}
        ${
          explained === null
            ? nothing
            : sumRow(
                '{本人|ほんにん}にも {話|はな}しましたか',
                explained ? 'はい、{話|はな}しました' : 'まだです',
                this.pathOf(rules + 1),
              )
        }
      </dl>
      ${note('', 'info', '{決|き}めた あとでも {変|か}えられます。')}`;
  }

  private keep(part: Partial<ConsentDraft>): void {
    this.draft = { ...this.draft, ...part };
    writeDraft(this.draftName, this.draft);
  }

  private next(after: (typeof AFTER_RULES)[number] | undefined, step: number): void {
    const { chooser, explained, choice } = this.draft;
    const ready =
      after === 'who'
        ? chooser !== null && (!asksExplained(chooser) || explained !== null)
        : after !== 'choose' || choice !== null;
    this.pressed = !ready;
    if (ready) go(this.pathOf(step + 1));
    else void this.pointOut();
  }

  private decide(asked: Asked): void {
    const { chooser, explained, choice } = this.draft;
    if (chooser === null || choice === null) return;
    void this.send(async () => {
      const receipt = await consent({
        ...(this.token === null ? { clientId: this.place.params.client } : { token: this.token }),
        version: asked.rules.version,
        textHash: asked.rules.textHash,
        choice,
        chooser,
        ...(explained === null ? {} : { explainedToPerson: explained }),
      });
      dropDraft(this.draftName);
      writeDraft('consented', receipt);
      finish(to('consented'));
    });
  }

  protected override async meet(failure: Failure): Promise<boolean> {
    if (failure !== 'rules-changed') return false;
    this.changed = true;
    await this.refresh();
    go(this.pathOf(1), 'replace');
    return true;
  }
}

function stepsOfRules({ rules, changes }: Asked): number {
  return changes ? 1 : rules.groups.length;
}
