import type { CivilDate } from '../../worker/manual/types.ts';
import type {
  AccessRow,
  ChangeArea,
  ChangeRow,
  ClosuresView,
  Colleague,
  HandOverView,
  Page,
  SessionView,
  StaffListView,
  StaffMe,
  TemplateEdit,
  TemplatePurpose,
  TemplateSaved,
} from '../../worker/views/office.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

export const fetchTemplates = (signal?: AbortSignal): Promise<{ templates: TemplateEdit[] }> =>
  call('GET', '/api/console/templates/all', undefined, signal);

export interface TemplateText {
  purpose: TemplatePurpose;
  name: string;
  greeting: string;
  body: string;
}

/** A new text, or a changed one that began from a known revision. */
export const saveTemplate = (
  text: TemplateText,
  old: { id: string; revision: number } | null,
): Promise<TemplateSaved> =>
  old
    ? call('PUT', `/api/console/templates/${seg(old.id)}`, { ...text, revision: old.revision })
    : call('POST', '/api/console/templates', text);

export const retireTemplate = (id: string, input: { revision: number; retired: boolean }): Promise<unknown> =>
  call('POST', `/api/console/templates/${seg(id)}/retire`, input);

export const fetchClosures = (month: string | null, signal?: AbortSignal): Promise<ClosuresView> =>
  call('GET', `/api/console/closures${month ? `?month=${seg(month)}` : ''}`, undefined, signal);

export const addClosures = (input: { from: CivilDate; until: CivilDate; reason: string }): Promise<unknown> =>
  call('POST', '/api/console/closures', input);

export const removeClosure = (date: CivilDate): Promise<unknown> =>
  call('DELETE', `/api/console/closures/${seg(date)}`);

export const withdrawSettings = (version: number): Promise<unknown> =>
  call('POST', `/api/console/settings/${version}/withdraw`);

export const fetchStaff = (signal?: AbortSignal): Promise<StaffListView> =>
  call('GET', '/api/console/staff', undefined, signal);

export const fetchColleagues = (signal?: AbortSignal): Promise<{ colleagues: Colleague[] }> =>
  call('GET', '/api/console/colleagues', undefined, signal);

export const changeStaff = (
  id: string,
  change: { role?: StaffMe['role']; active?: boolean; leaveClients?: boolean },
): Promise<unknown> => call('POST', `/api/console/staff/${seg(id)}`, change);

export const revokeStaffInvitation = (id: string): Promise<unknown> =>
  call('POST', `/api/console/staff/invitations/${seg(id)}/revoke`);

export const fetchSessions = (all: boolean, signal?: AbortSignal): Promise<{ sessions: SessionView[] }> =>
  call('GET', `/api/console/sessions${all ? '?all=1' : ''}`, undefined, signal);

export const endSession = (id: string): Promise<unknown> =>
  call('POST', `/api/console/sessions/${seg(id)}/end`);

export const endOtherSessions = (): Promise<{ ended: number }> =>
  call('POST', '/api/console/sessions/end-others');

export const fetchChanges = (
  asked: { area: ChangeArea | null; after: string | null },
  signal?: AbortSignal,
): Promise<Page<ChangeRow>> => call('GET', `/api/console/changes${queryOf(asked)}`, undefined, signal);

export interface AccessAsked {
  staffId: string | null;
  clientId: string | null;
  what: string | null;
  from: string | null;
  until: string | null;
  after: string | null;
}

export const fetchAccess = (asked: AccessAsked, signal?: AbortSignal): Promise<Page<AccessRow>> =>
  call('GET', `/api/console/access${queryOf({ ...asked })}`, undefined, signal);

/** `?a=1&b=2` of what is set. */
export function queryOf(values: Record<string, string | null>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

export const TEMPLATE_PURPOSE: Readonly<Record<TemplatePurpose, string>> = {
  'callback-request': '折り返しのお願い',
  'date-request': '希望日のお願い',
  reply: '返信',
  info: 'その他の連絡',
};
export const CHANGE_AREA: Readonly<Record<ChangeArea, string>> = {
  settings: '設定',
  closure: '休み',
  template: 'ひな形',
  rules: '留意点',
  staff: '職員',
  session: 'ログイン',
  import: '取りこみ',
};
export const ROLE: Readonly<Record<StaffMe['role'], string>> = {
  counselor: '相談支援専門員',
  manager: '管理者',
};
const OPENED: Readonly<Record<string, string>> = {
  client: '利用者の画面',
  case: '調整の画面',
  records: '相談記録',
  thread: 'やりとり',
  'export-records': '相談記録を書き出し（CSV）',
  'export-print': '相談記録を印刷',
  'export-calls': '電話の記録を書き出し',
  'export-consents': '承諾の一覧を書き出し',
  'export-figures': '数字を書き出し',
};

/** What was opened or taken out, in words. */
export function saidOpened(what: string): string {
  return OPENED[what] ?? (what.startsWith('export') ? '書き出し' : '画面');
}

export const fetchHandOver = (staffId: string, signal?: AbortSignal): Promise<HandOverView> =>
  call('GET', `/api/console/staff/${seg(staffId)}/hand-over`, undefined, signal);

/** One act; what doesn't fit into it is `left` for the next. */
export const handOver = (
  staffId: string,
  input: { to: string; clientIds: readonly string[] },
): Promise<{ moved: number; left: number; overlaps: string[] }> =>
  call('POST', `/api/console/staff/${seg(staffId)}/hand-over`, input);
