import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { AppAppointment, AppClient, AppHome } from '../../worker/views/mini-app.ts';
import type {
  WishKind,
  WishReason,
  WishTopic,
  WishUrgency,
  WishVoice,
  WishWith,
} from '../../worker/views/shared.ts';
import { clientsForWish, getHome, sendWish, type WishInput } from '../data/app.ts';
import { dropDraft, readDraft, writeDraft } from '../data/draft.ts';
import { CallFailed } from '../data/http.ts';
import { r } from '../parts/ruby.ts';
import { fullCallName, longDate, timeAt } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard, steps, sumRow } from './blocks.ts';
import { finish, go, to } from './routes.ts';
import { aboveStep, insteadOfWish, nothingFixed } from './wish-notes.ts';
import type { StepName, WishOption } from './wish-words.ts';

interface WishDraft {
  submissionKey: string;
  answers: Partial<Record<StepName, string>>;
  clientId: string | null;
  caseId: string | null;
  note: string;
}
/** What `wished-page` says was received. */
export interface Wished {
  kind: WishKind;
  rows: [string, string][];
  answerBy: number;
  urgent: boolean;
}
export interface Asked {
  /** The questions; fetched beside the page, or it would be too large. */
  words: typeof import('./wish-words.ts');
  kind: WishKind;
  about: boolean;
  home: AppHome;
  clients: AppClient[];
  appointments: (AppAppointment & { of: AppClient })[];
}
type PageName = StepName | 'whose' | 'which' | 'confirm';

/** What people otherwise type as a message: call me, another day, I can't come … One question a page. */
@customElement('wish-page')
export class WishPage extends AppPage<Asked> {
  @state() private draft: WishDraft = {
    submissionKey: '',
    answers: {},
    clientId: null,
    caseId: null,
    note: '',
  };
  @state() private pressed = false;

  protected async load(): Promise<Asked> {
    const kind = this.place.params.kind ?? '';
    const [home, words] = await Promise.all([getHome(), fetchWords()]);
    if (!words.isWishKind(kind)) throw new CallFailed('not-found');
    const about = words.aboutAppointment(kind);
    const wantedCase = this.place.query.get('case');
    const clients = clientsForWish(home, this.place.query.get('client') ?? ownerOf(home, wantedCase));
    if (clients.length === 0) throw new CallFailed('forbidden');
    if (kind === 'line-monitoring' && home.me?.kind === 'provider') throw new CallFailed('forbidden');
    const appointments = about
      ? clients.flatMap((of) => of.appointments.map((each) => ({ ...each, of })))
      : [];
    const kept = readDraft<WishDraft>(`wish:${kind}`);
    this.draft = { ...this.draft, submissionKey: crypto.randomUUID(), ...kept };
    if (clients.length === 1) this.draft.clientId = clients[0]?.id ?? null;
    this.draft.caseId = wantedCase ?? this.draft.caseId;
    if (!appointments.some((each) => each.caseId === this.draft.caseId))
      this.draft.caseId = appointments.length === 1 ? (appointments[0]?.caseId ?? null) : null;
    return { words, kind, about, home, clients, appointments };
  }

  private pages({ words, kind, about, home, clients, appointments }: Asked): PageName[] {
    const [first, ...rest] = words.stepsOf(kind, home);
    const whose: PageName[] = clients.length > 1 && !about ? ['whose'] : [];
    const which: PageName[] = appointments.length > 1 ? ['which'] : [];
    const begin: PageName[] =
      first === 'urgency' ? [first, ...whose] : [...whose, ...which, ...(first ? [first] : [])];
    return [...begin, ...rest, 'confirm'];
  }

  protected show(asked: Asked): TemplateResult {
    if (asked.about && asked.appointments.length === 0) return nothingFixed(asked.kind);
    const pages = this.pages(asked);
    const open = pages.findIndex((page) => page !== 'confirm' && !this.done(asked, page));
    const wanted = Math.max(Number(this.place.query.get('step')) || 1, 1);
    // Nobody comes to a later question without the ones before it.
    const at = Math.min(wanted, open === -1 ? pages.length : open + 1);
    const page = pages[at - 1] ?? 'confirm';
    const back = at === 1 ? to('home') : this.pathOf(at - 1);
    const main =
      page === 'confirm'
        ? mainButton('{送|おく}る', () => this.submit(asked), this.sending)
        : mainButton('つぎへ', () => this.next(asked, page, at));
    return html`<main id="main">
        ${steps({ now: at, of: pages.length, label: asked.words.WISH_TITLES[asked.kind] })} ${this.page(asked, page, at, pages)}
      </main>
      ${actBar(main, backLink(back))}`;
  }

  private pathOf(step: number): string {
    const query = new URLSearchParams(this.place.query);
    query.set('step', String(step));
    return `${this.place.path}?${query}`;
  }

  private page(asked: Asked, page: PageName, at: number, pages: PageName[]): TemplateResult {
    if (page === 'confirm') return this.confirm(asked, pages);
    if (page === 'words') return this.words();
    const { question, unsure } = this.asking(asked, page);
    const above = aboveStep(asked, page, at, this.clientOf(asked));
    return html`${head(question)} ${above}
      ${this.pressed && !this.done(asked, page) ? missing(`ひとつ えらんで ください。\n${unsure}`) : nothing}
      ${cards(
        question,
        this.optionsOf(asked, page).map((option) =>
          radioCard({
            group: page,
            value: option.value,
            chosen: this.chosen(page) === option.value,
            title: option.title,
            sub: option.sub,
            onChoose: () => this.choose(asked, page, option.value),
          }),
        ),
      )}
      ${page === 'own' && (this.draft.answers.own ?? 'yes') !== 'yes' ? insteadOfWish(asked) : nothing}`;
  }

  private asking(asked: Asked, page: Exclude<PageName, 'confirm' | 'words'>) {
    const unsure = 'まよったら {電話|でんわ}を ください。';
    if (page === 'whose') return { label: 'だれの こと', question: 'だれの ことですか。', unsure };
    if (page === 'which')
      return { label: 'どの {予定|よてい}', question: 'どの {予定|よてい}ですか。', unsure };
    if (page === 'topic')
      return {
        label: 'なんの こと',
        question: 'なんの ことですか。',
        unsure: 'まよったら「そのほか」で いいです。',
      };
    const { label, question, unsure: words } = asked.words.STEPS[page];
    return { label, question: question(this.clientOf(asked), asked.home), unsure: words };
  }

  private optionsOf(asked: Asked, page: PageName): WishOption[] {
    if (page === 'whose') return asked.clients.map((each) => ({ value: each.id, title: fullCallName(each) }));
    if (page === 'which')
      return asked.appointments.map((each) => ({
        value: each.caseId,
        title: longDate(each.startsAt),
        sub: `${timeAt(each.startsAt)}から${asked.clients.length > 1 ? `\n${fullCallName(each.of)}` : ''}`,
      }));
    if (page === 'topic') return asked.words.topicsOf(asked.kind);
    return page === 'confirm' || page === 'words' ? [] : asked.words.STEPS[page].options(asked.home);
  }

  private words(): TemplateResult {
    const must = this.draft.answers.reason === 'other';
    const lacks = this.pressed && must && this.draft.note.trim() === '';
    return html`${head(
      must ? 'わけを {教|おし}えて ください。' : '{言|い}って おきたい ことは ありますか。',
      must ? 'みじかくて いいです。' : '{書|か}かなくても いいです。',
    )}
      ${lacks ? missing('ひとことで いいので {書|か}いて ください。\nまよったら {電話|でんわ}を ください。') : nothing}
      <div class="stack-s">
        <label for="memo">ひとこと</label>
        <textarea class="in" id="memo" maxlength="400" aria-describedby="memo-note" .value=${this.draft.note}
          @input=${(event: Event) => this.keep({ note: (event.target as HTMLTextAreaElement).value })}></textarea>
        ${this.draft.note.length >= 400 ? html`<p class="small">${r('400{字|じ}まで {書|か}けます。')}</p>` : nothing}
      </div>
      <div id="memo-note">${note('', 'lock', '{名前|なまえ}や {住所|じゅうしょ}は {書|か}かないで ください。')}</div>`;
  }

  private confirm(asked: Asked, pages: PageName[]): TemplateResult {
    return html`${head('これで いいですか。', 'まだ {送|おく}って いません。')}
      <dl class="sum">
        ${sumRow('{送|おく}る こと', asked.words.WISH_TITLES[asked.kind])}
        ${this.rows(asked, pages).map(([label, value, page]) => sumRow(label, value, this.pathOf(page)))}
      </dl>
      ${aboveStep(asked, 'confirm', 0, this.clientOf(asked))}`;
  }

  private rows(asked: Asked, pages: PageName[]): [string, unknown, number][] {
    return pages.flatMap((page, index): [string, unknown, number][] => {
      if (page === 'confirm') return [];
      // What a person typed is shown as it is: it isn't in ruby notation.
      if (page === 'words') return [['ひとこと', html`${this.draft.note.trim() || 'なし'}`, index + 1]];
      const option = this.optionsOf(asked, page).find((each) => each.value === this.chosen(page));
      return option ? [[this.asking(asked, page).label, option.title, index + 1]] : [];
    });
  }

  private chosen(page: PageName): string | null {
    if (page === 'whose') return this.draft.clientId;
    if (page === 'which') return this.draft.caseId;
    return page === 'confirm' ? null : (this.draft.answers[page] ?? null);
  }

  private choose(asked: Asked, page: PageName, value: string): void {
    if (page === 'whose') this.keep({ clientId: value });
    else if (page === 'which') this.keep({ caseId: value });
    else this.keep({ answers: { ...this.draft.answers, [page]: value } });
    if (this.done(asked, page)) this.pressed = false;
  }

  private keep(part: Partial<WishDraft>): void {
    this.draft = { ...this.draft, ...part, submissionKey: crypto.randomUUID() };
    writeDraft(`wish:${this.place.params.kind}`, this.draft);
  }

  private done(asked: Asked, page: PageName): boolean {
    if (page === 'words') return this.draft.answers.reason !== 'other' || this.draft.note.trim() !== '';
    if (page === 'own') return this.draft.answers.own === 'yes';
    return this.optionsOf(asked, page).some((each) => each.value === this.chosen(page));
  }

  private next(asked: Asked, page: PageName, at: number): void {
    this.pressed = !this.done(asked, page);
    if (this.pressed) void this.pointOut();
    else go(this.pathOf(at + 1));
  }

  private clientOf(asked: Asked): AppClient | undefined {
    const fixed = asked.appointments.find((each) => each.caseId === this.draft.caseId)?.of;
    return fixed ?? asked.clients.find((client) => client.id === this.draft.clientId);
  }

  private submit(asked: Asked): void {
    const client = this.clientOf(asked);
    if (!client) return;
    const pages = this.pages(asked);
    const rows = this.rows(asked, pages).flatMap(([label, value]): [string, string][] =>
      typeof value === 'string' ? [[label, value]] : [],
    );
    void this.send(async () => {
      const { answerBy, urgent } = await sendWish(this.input(asked, client, pages));
      dropDraft(`wish:${asked.kind}`);
      writeDraft<Wished>('wished', { kind: asked.kind, rows, answerBy, urgent });
      finish(to('wished', { kind: asked.kind }));
    });
  }

  private input(asked: Asked, client: AppClient, pages: PageName[]): WishInput {
    const { answers, caseId, submissionKey } = this.draft;
    const said = (page: StepName) =>
      pages.includes(page)
        ? this.optionsOf(asked, page).find((each) => each.value === answers[page])?.when
        : undefined;
    const note = this.draft.note.trim();
    return {
      submissionKey,
      kind: asked.kind,
      clientId: client.id,
      caseId: asked.about && caseId ? caseId : undefined,
      when: said('when') ?? said('how'),
      topic: answers.topic as WishTopic | undefined,
      talkWith: answers.with as WishWith | undefined,
      urgency: answers.urgency as WishUrgency | undefined,
      ...(asked.kind === 'line-monitoring'
        ? { lineReason: answers.reason as WishReason, lineVoice: (answers.voice ?? 'self') as WishVoice }
        : {}),
      note: pages.includes('words') && note !== '' ? note : undefined,
    };
  }
}

function fetchWords(): Promise<typeof import('./wish-words.ts')> {
  return import('./wish-words.ts').catch(() => {
    throw new CallFailed('offline');
  });
}

function ownerOf(home: AppHome, caseId: string | null): string | null {
  if (caseId === null) return null;
  return (
    home.clients.find((client) => client.appointments.some((each) => each.caseId === caseId))?.id ?? null
  );
}
