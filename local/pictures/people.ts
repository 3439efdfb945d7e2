/** The demo's people, by the names they go by. */
export const NAKAMURA = '中村 さおり';
export const SATO = '佐藤 健';
export const KOBAYASHI = '小林 空';
export const ONO = '大野 はな';
export const MIURA = '三浦 翔';
export const MOTHER = '三浦 陽子';
export const HIDAMARI = 'ひだまり 山本';
export const TANAKA = '田中 ゆき';
