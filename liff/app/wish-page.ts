import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { AppAppointment, AppClient, AppHome } from '../../worker/views/mini-app.ts';
import type { WishKind } from '../../worker/views/shared.ts';
import { clientsForWish, getHome, sendWish } from '../data/app.ts';
import { dropDraft, readDraft, writeDraft } from '../data/draft.ts';
import { CallFailed } from '../data/http.ts';
import { r } from '../parts/ruby.ts';
import { familyName, fullCallName, longDate, timeAt } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard } from './blocks.ts';
import { go } from './routes.ts';
import { aboutAppointment, isWishKind, WISHES, type WishOption, type WishWords } from './wish-words.ts';

interface WishDraft {
  submissionKey: string;
  option: string | null;
  clientId: string | null;
  caseId: string | null;
}
/** What `wished-page` says was received. */
export interface Wished {
  kind: WishKind;
  option: string;
  sub?: string;
}
interface Asked {
  kind: WishKind;
  words: WishWords;
  options: WishOption[];
  home: AppHome;
  clients: AppClient[];
  appointments: AppAppointment[];
}

/** What people otherwise type as a message: call me, another day, I can't come, I'd like to talk. */
@customElement('wish-page')
export class WishPage extends AppPage<Asked> {
  @state() private draft: WishDraft = { submissionKey: '', option: null, clientId: null, caseId: null };
  @state() private pressed = false;

  protected async load(): Promise<Asked> {
    const kind = this.place.params.kind ?? '';
    if (!isWishKind(kind)) throw new CallFailed('not-found');
    const home = await getHome();
    const wantedCase = this.place.query.get('case');
    const wanted = this.place.query.get('client') ?? ownerOf(home, wantedCase);
    const clients = clientsForWish(home, wanted);
    if (clients.length === 0) throw new CallFailed('forbidden');
    const appointments = aboutAppointment(kind) ? clients.flatMap((client) => client.appointments) : [];
    this.draft = {
      submissionKey: crypto.randomUUID(),
      option: null,
      clientId: clients.length === 1 ? (clients[0]?.id ?? null) : null,
      caseId: wantedCase ?? (appointments.length === 1 ? (appointments[0]?.caseId ?? null) : null),
      ...readDraft<WishDraft>(`wish:${kind}`),
    };
    const words = WISHES[kind];
    return { kind, words, options: words.options(home.now), home, clients, appointments };
  }

  protected show(asked: Asked): TemplateResult {
    const client = this.clientOf(asked) ?? asked.clients[0];
    const counselor = client ? familyName(client.counselor) : '{担当|たんとう}';
    const about = aboutAppointment(asked.kind);
    return html`<main id="main">
        ${head(asked.words.question, asked.kind === 'consult' ? `${counselor}が {聞|き}きます。` : `${counselor}から {電話|でんわ}します。`)}
        ${this.pressed && !this.complete(asked) ? missing(`ひとつ えらんで ください。\n${asked.words.unsure}`) : nothing}
        ${asked.clients.length > 1 && !about ? this.whose(asked) : nothing}
        ${about && asked.appointments.length > 1 ? this.which(asked) : nothing}
        ${about ? html`<h2>${r('いつ {電話|でんわ}が ほしいですか。')}</h2>` : nothing}
        ${cards(
          about ? 'いつ {電話|でんわ}が ほしいですか' : asked.words.question,
          asked.options.map((option) =>
            radioCard({
              group: 'option',
              value: option.value,
              chosen: this.draft.option === option.value,
              title: option.title,
              sub: option.sub,
              onChoose: () => this.keep(asked, { option: option.value }),
            }),
          ),
        )}
        ${note('wait', 'alert', 'いそぐ ときは {待|ま}たないで\nすぐに {電話|でんわ}を かけて ください。')}
      </main>
      ${actBar(
        mainButton('{送|おく}る', () => this.submit(asked), this.sending),
        backLink('/app'),
      )}`;
  }

  private whose(asked: Asked): TemplateResult {
    return html`<h2>${r('だれの ことですか。')}</h2>
      ${cards(
        'だれの ことですか',
        asked.clients.map((client) =>
          radioCard({
            group: 'client',
            value: client.id,
            chosen: this.draft.clientId === client.id,
            title: fullCallName(client),
            slim: true,
            onChoose: () => this.keep(asked, { clientId: client.id }),
          }),
        ),
      )}`;
  }

  private which(asked: Asked): TemplateResult {
    return html`<h2>${r('どの {予定|よてい}ですか。')}</h2>
      ${cards(
        'どの {予定|よてい}ですか',
        asked.appointments.map((each) =>
          radioCard({
            group: 'case',
            value: each.caseId,
            chosen: this.draft.caseId === each.caseId,
            title: longDate(each.startsAt),
            sub: `${timeAt(each.startsAt)}から`,
            onChoose: () => this.keep(asked, { caseId: each.caseId }),
          }),
        ),
      )}`;
  }

  private keep(asked: Asked, part: Partial<WishDraft>): void {
    this.draft = { ...this.draft, ...part, submissionKey: crypto.randomUUID() };
    writeDraft(`wish:${asked.kind}`, this.draft);
  }

  private clientOf(asked: Asked): AppClient | undefined {
    const owner = ownerOf(asked.home, this.draft.caseId) ?? this.draft.clientId;
    return asked.clients.find((client) => client.id === owner);
  }

  private complete(asked: Asked): boolean {
    const which = asked.appointments.length === 0 || this.draft.caseId !== null;
    return this.draft.option !== null && which && this.clientOf(asked) !== undefined;
  }

  private submit(asked: Asked): void {
    const client = this.clientOf(asked);
    const option = asked.options.find((each) => each.value === this.draft.option);
    if (!client || !option || !this.complete(asked)) {
      this.pressed = true;
      void this.pointOut();
      return;
    }
    void this.send(async () => {
      await sendWish({
        submissionKey: this.draft.submissionKey,
        kind: asked.kind,
        clientId: client.id,
        ...(aboutAppointment(asked.kind) && this.draft.caseId ? { caseId: this.draft.caseId } : {}),
        when: option.when,
      });
      dropDraft(`wish:${asked.kind}`);
      writeDraft<Wished>('wished', { kind: asked.kind, option: option.title, sub: option.sub });
      go(`/app/contact/${asked.kind}/done`, 'replace');
    });
  }
}

function ownerOf(home: AppHome, caseId: string | null): string | null {
  if (caseId === null) return null;
  return (
    home.clients.find((client) => client.appointments.some((each) => each.caseId === caseId))?.id ?? null
  );
}
