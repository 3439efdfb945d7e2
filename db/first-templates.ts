/** Texts that an office begins with; its managers change them. `{事業所}` and `{担当}` stand for the names. */
export const FIRST_TEMPLATES = [
  {
    id: 'first-callback',
    purpose: 'callback-request',
    name: '折り返しのお願い',
    greeting: 'こんにちは。{事業所}の{担当}です。\n体調はいかがですか。最近のご様子もお聞かせください。',
    body: 'お電話をいたしました。ご都合のよいときに、折り返しのお電話をお願いいたします。',
  },
  {
    id: 'first-dates',
    purpose: 'date-request',
    name: '希望日のお願い',
    greeting: 'こんにちは。{事業所}の{担当}です。\n体調はいかがですか。最近のご様子もお聞かせください。',
    body: 'ご都合のよい日を教えてください。下のボタンからお選びいただけます。お電話でもうかがいます。',
  },
  {
    id: 'first-received',
    purpose: 'reply',
    name: '受けとりました',
    greeting: '',
    body: 'ご連絡をいただき、ありがとうございます。たしかに拝見しました。',
  },
  {
    id: 'first-will-call',
    purpose: 'reply',
    name: 'お電話します',
    greeting: '',
    body: 'ご連絡をいただき、ありがとうございます。くわしくうかがいたいので、こちらからお電話いたします。',
  },
  {
    id: 'first-posted',
    purpose: 'info',
    name: '郵送のお知らせ',
    greeting: 'こんにちは。{事業所}の{担当}です。\n体調はいかがですか。',
    body: '本日、書類を郵送しました。届きましたら、お電話でお知らせください。',
  },
] as const;
