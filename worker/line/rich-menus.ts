import type { messagingApi } from '@line/bot-sdk';
import { type LiffPlace, liffUrl } from './build-message.ts';

/** One field of a menu: what is drawn on it and what a tap does. */
export interface MenuField {
  /** Easy words; ruby by hand as `{漢字|よみ}`. */
  words: string;
  /** One of the pages' line drawings. */
  icon: string;
  /** A page of the mini-app, or a word to the office's account. */
  does: { open: string } | { say: string };
}

/** A menu below a chat, as it is drawn and as LINE is told. */
export interface Menu {
  kind: 'users' | 'staff';
  width: number;
  height: number;
  columns: number;
  fields: readonly MenuField[];
}

/** What users see: each field opens the page where it is done; no field begins a chat (R0, R2). */
export const USER_MENU: Menu = {
  kind: 'users',
  width: 2500,
  height: 1686,
  columns: 3,
  fields: [
    { words: '{日|ひ}にちを えらぶ', icon: 'cal', does: { open: '' } },
    { words: '{電話|でんわ}が ほしい', icon: 'phone', does: { open: 'contact/call' } },
    { words: '{予定|よてい}を {見|み}る', icon: 'clock', does: { open: 'schedule' } },
    { words: '{予定|よてい}を かえたい', icon: 'calswap', does: { open: 'contact/change' } },
    { words: 'わからない ことがある', icon: 'q', does: { open: 'contact/question' } },
    { words: 'LINEの やくそく', icon: 'doc', does: { open: 'rules' } },
  ],
};

/** What staff see: the words they can write, as fields. */
export const STAFF_MENU: Menu = {
  kind: 'staff',
  width: 2500,
  height: 843,
  columns: 4,
  fields: [
    { words: '今日', icon: 'sun', does: { say: '今日' } },
    { words: '未返信', icon: 'chat', does: { say: '未返信' } },
    { words: '電話', icon: 'phone', does: { say: '電話' } },
    { words: '依頼', icon: 'list', does: { say: '依頼' } },
    { words: '予定', icon: 'cal', does: { say: '予定' } },
    { words: '残り通数', icon: 'info', does: { say: '残り通数' } },
    { words: '緊急', icon: 'alert', does: { say: '緊急' } },
    { words: 'ヘルプ', icon: 'q', does: { say: 'ヘルプ' } },
  ],
};

export const MENUS: readonly Menu[] = [USER_MENU, STAFF_MENU];

/** Every menu of ours is named so, and no other. */
const OURS = 'thanks-share';

/** The name by which a menu is found again; `version` tells its content. */
export function menuName(kind: Menu['kind'], version: string): string {
  return `${OURS}:${kind}:${version}`;
}

/** Which of our menus a name belongs to; null: somebody else's. */
export function kindOfMenu(name: string): Menu['kind'] | null {
  const [ours, kind] = name.split(':');
  return ours === OURS && (kind === 'users' || kind === 'staff') ? kind : null;
}

/** Where a field lies, in pixels of the picture. */
export function boundsOf(menu: Menu, at: number): messagingApi.RichMenuBounds {
  const rows = Math.ceil(menu.fields.length / menu.columns);
  const column = at % menu.columns;
  const row = Math.floor(at / menu.columns);
  const edge = (n: number, of: number, size: number) => Math.round((n * size) / of);
  const x = edge(column, menu.columns, menu.width);
  const y = edge(row, rows, menu.height);
  return {
    x,
    y,
    width: edge(column + 1, menu.columns, menu.width) - x,
    height: edge(row + 1, rows, menu.height) - y,
  };
}

/** A menu as LINE wants it. */
export function menuRequest(menu: Menu, name: string, place: LiffPlace): messagingApi.RichMenuRequest {
  return {
    size: { width: menu.width, height: menu.height },
    selected: true,
    name,
    chatBarText: 'メニュー',
    areas: menu.fields.map((field, at) => ({
      bounds: boundsOf(menu, at),
      action: actionOf(field, place),
    })),
  };
}

/** Words as they are read out, without ruby. */
export function plainWords(words: string): string {
  return words.replace(/\{([^|}]+)\|[^}]+\}/g, '$1');
}

function actionOf({ words, does }: MenuField, place: LiffPlace): messagingApi.Action {
  const label = plainWords(words);
  return 'say' in does
    ? { type: 'message', label, text: does.say }
    : { type: 'uri', label, uri: liffUrl(does.open, place).replace(/\/$/, '') };
}
