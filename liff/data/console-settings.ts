import type { Settings } from '../../worker/manual/settings.ts';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { SettingsVersionView, SettingsView } from '../../worker/views/office.ts';
import type { OfficeProfile } from '../../worker/views/shared.ts';
import { readClock } from './clock.ts';
import { call } from './console-http.ts';

export function fetchSettings(signal?: AbortSignal): Promise<SettingsView> {
  return call('GET', '/api/console/settings', undefined, signal);
}

export interface NewSettings {
  /** The newest version that was seen; 0: none. */
  basedOn: number;
  effectiveFrom: CivilDate;
  /** Only what differs from the newest version: another manager's change is not undone by accident. */
  settings: Partial<Record<keyof Settings, unknown>>;
  profile?: OfficeProfile;
}

export function saveSettings(input: NewSettings): Promise<{ version: number }> {
  return call('POST', '/api/console/settings', input);
}

/** A number or a time that an office may make stricter. */
export interface SettingField {
  name: keyof Settings;
  label: string;
  unit: string;
  /** What stands while the office has not changed it; test/liff-console holds it to the manual's own. */
  initial: string | number;
  /** What the manual says, or the standard where it names no number. */
  says: string;
  row: number;
}

const field = (
  name: keyof Settings,
  label: string,
  unit: string,
  initial: string | number,
  row: number,
  says: string,
): SettingField => ({ name, label, unit, initial, says, row });

export const SETTING_GROUPS: readonly { id: string; heading: string; fields: readonly SettingField[] }[] = [
  {
    id: 'hours',
    heading: '時間',
    fields: [
      field('sendFrom', 'LINE を送りはじめる時刻', 'から', '08:00', 6, '原則8時から。早くはできません'),
      field('sendUntil', 'LINE を送りおえる時刻', 'まで', '21:00', 6, '原則21時まで。遅くはできません'),
      field('replyFrom', '業務時間のはじめ', 'から', '09:00', 7, '返信の期限は、業務時間の中で数えます'),
      field('replyUntil', '業務時間のおわり', 'まで', '18:00', 7, '標準は18時。遅くはできません'),
      field(
        'replySameDayBefore',
        'その日のうちに返すもの',
        'より前に届いたもの',
        '16:00',
        7,
        'なるべく早く。標準は16時、早くはできません',
      ),
      field(
        'replyNextDayBy',
        'それより後に届いたものを返す時刻',
        '次の営業日',
        '12:00',
        7,
        'なるべく早く。標準は12時、遅くはできません',
      ),
    ],
  },
  {
    id: 'calls',
    heading: '電話・折り返し・モニタリング',
    fields: [
      field('callsNeeded', 'LINE の前にかける電話', '回', 3, 2, '3回以上。少なくはできません'),
      field(
        'callsSpreadMinutes',
        '続けてかけた電話とみる間',
        '分',
        30,
        2,
        'この間だけの電話なら注意します。標準30分、短くはできません',
      ),
      field(
        'stageTwoWaitDays',
        '折り返しを待つ日数',
        '営業日',
        2,
        2,
        'すぎたら希望日をお願いします。標準2営業日、短くはできません',
      ),
      field(
        'dateReminderDays',
        '日程の返事を待つ日数',
        '営業日',
        3,
        2,
        'すぎたら一度だけお知らせし、同じ日数がすぎたら電話します。短くはできません',
      ),
      field(
        'monitoringNoticeDays',
        'モニタリング月を知らせる日',
        '日前',
        30,
        3,
        '訪問が大原則。標準30日前、遅くはできません',
      ),
      field(
        'travelMinutes',
        '訪問の前後にあける移動の時間',
        '分',
        30,
        3,
        '候補日の提案で、前後の予定とのあいだをあけます。標準30分',
      ),
    ],
  },
  {
    id: 'marks',
    heading: '検討と文面の目安',
    fields: [
      field(
        'excessConversations',
        '検討をはじめる回数（1日）',
        '回以上',
        5,
        1,
        '事業所内で検討します。標準5回、多くはできません',
      ),
      field('excessDays', 'その回数をこえた日', '日以上', 3, 1, '標準3日。多くはできません'),
      field('excessWindowDays', '数える期間', '日間', 7, 1, '標準7日間。短くはできません'),
      field(
        'conversationGapMinutes',
        'つぎの1回とみる間',
        '分',
        30,
        1,
        '緊急と基本相談は数えません。標準30分、長くはできません',
      ),
      field('maxCharacters', '文面の長さ', '字まで', 200, 9, '複雑な内容は会うか電話で。標準200字'),
      field('maxQuestions', 'たずねること', 'つまで', 2, 9, '複雑な内容は会うか電話で。標準2つ'),
    ],
  },
];

/** Fields that hold one entry a line. */
export const LIST_FIELDS = [
  { name: 'officePhones', label: '事業所の電話番号' },
  { name: 'officeMails', label: '事業所のメールアドレス' },
  { name: 'officeAddresses', label: '事業所の住所・場所' },
] as const satisfies readonly { name: keyof Settings; label: string }[];

export const PROFILE_FIELDS = [
  { name: 'name', label: '事業所の名前' },
  { name: 'phone', label: '利用者に見せる電話番号' },
  { name: 'phoneHours', label: '電話を受ける時間' },
] as const satisfies readonly { name: keyof OfficeProfile; label: string }[];

export const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

const LABELS: Partial<Record<keyof Settings, string>> = {
  ...Object.fromEntries(
    SETTING_GROUPS.flatMap((group) => group.fields).map((each) => [each.name, each.label]),
  ),
  ...Object.fromEntries(LIST_FIELDS.map((each) => [each.name, each.label])),
  closedWeekdays: '休みの曜日',
  yearEndFrom: '年末の休みのはじめ',
  yearEndUntil: '年始の休みのおわり',
  nightText: '時間外の自動の返信',
  strangerText: '登録のない方への自動の返信',
};

/** The newest version that was not taken back. */
export function newestOf(view: SettingsView): SettingsVersionView | undefined {
  return view.versions.find((each) => each.withdrawnAt === null);
}

/** What a new version starts from: the newest, also where it is not in force yet. */
export function baseOf(view: SettingsView): { settings: Settings; profile: OfficeProfile } {
  const newest = newestOf(view);
  return { settings: newest?.settings ?? view.settings, profile: newest?.profile ?? view.profile };
}

/** What the form asks to change, with the values as the API takes them. */
export function changesOf(
  base: Settings,
  typed: Readonly<Record<string, string>>,
  shutDays: readonly string[],
): NewSettings['settings'] {
  const asked: NewSettings['settings'] = { closedWeekdays: [...new Set([0, ...shutDays.map(Number), 6])] };
  for (const { name, initial } of SETTING_GROUPS.flatMap((group) => group.fields)) {
    const text = (typed[name] ?? '').normalize('NFKC');
    if (typeof initial === 'number') asked[name] = /^\d+$/.test(text) ? Number(text) : text;
    else asked[name] = readClock(text) ?? text;
  }
  for (const { name } of LIST_FIELDS) asked[name] = lines(typed[name] ?? '');
  for (const name of ['nightText', 'strangerText'] as const) asked[name] = typed[name] || null;
  for (const name of ['yearEndFrom', 'yearEndUntil'] as const) asked[name] = typed[name] ?? '';
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(base[name as keyof Settings]);
  return Object.fromEntries(Object.entries(asked).filter(differs));
}

/** The profile as typed; undefined while it is as it was. */
export function profileOf(
  base: OfficeProfile,
  typed: Readonly<Record<string, string>>,
): OfficeProfile | undefined {
  const asked: OfficeProfile = {
    name: typed['profile.name'] ?? '',
    phone: typed['profile.phone'] ?? '',
    phoneHours: typed['profile.phoneHours'] ?? '',
  };
  return PROFILE_FIELDS.some(({ name }) => asked[name] !== base[name]) ? asked : undefined;
}

/** The form's field that the API's refusal speaks of. */
export function fieldRefused(path: string): string {
  const [root, name] = path.split('.');
  return root === 'settings' ? (name ?? '') : path;
}

/** What a version changed of the one before, in words; `before` is null for the first of all. */
export function historyOf(
  version: SettingsVersionView,
  before: Pick<SettingsVersionView, 'settings' | 'profile'> | null,
): string[] {
  const names = Object.keys(LABELS) as (keyof Settings)[];
  const changed = names.flatMap((name) => {
    const old = before ? before.settings[name] : INITIAL[name];
    const now = version.settings[name];
    if (old === undefined || JSON.stringify(old) === JSON.stringify(now)) return [];
    return [`${LABELS[name]}：${said(name, old)} → ${said(name, now)}`];
  });
  const profile = before
    ? PROFILE_FIELDS.filter(({ name }) => version.profile[name] !== before.profile[name]).map(
        ({ name, label }) => `${label}：${plain(version.profile[name])}`,
      )
    : [];
  return [...changed, ...profile];
}

const INITIAL: Partial<Record<keyof Settings, unknown>> = {
  ...Object.fromEntries(
    SETTING_GROUPS.flatMap((group) => group.fields).map((each) => [each.name, each.initial]),
  ),
  closedWeekdays: [0, 6],
  yearEndFrom: '12-29',
  yearEndUntil: '01-03',
  nightText: null,
  strangerText: null,
};

function said(name: keyof Settings, value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'なし';
  if (name === 'closedWeekdays') return (value as number[]).map((day) => WEEKDAYS[day]).join('・');
  if (Array.isArray(value)) return value.join('、');
  if (name === 'yearEndFrom' || name === 'yearEndUntil') return String(value).replace('-', '/');
  if (name === 'nightText' || name === 'strangerText') return `「${String(value)}」`;
  const unit = SETTING_GROUPS.flatMap((group) => group.fields).find((each) => each.name === name)?.unit;
  return typeof value === 'number' ? `${value}${unit ?? ''}` : String(value);
}

/** Without the readings of the ruby notation. */
function plain(text: string): string {
  return text.replace(/\{([^|{}]*)\|[^{}]*\}/g, '$1');
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
