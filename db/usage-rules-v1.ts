import type { UsageRuleGroup } from '../worker/views/mini-app.ts';

/**
 * LINE利用上の留意点, version 1: what a person reads and agrees to (R1), in ruby notation.
 * A consent binds the hash of this exact text: never edit it, write a new version beside it.
 */
export const USAGE_RULES_V1: UsageRuleGroup[] = [
  {
    step: '{大切|たいせつ}に すること',
    heading: 'LINEを {使|つか}う {前|まえ}の やくそく',
    rules: [
      {
        icon: 'talk',
        title: '{会|あ}って {話|はな}すことを {一番|いちばん} {大切|たいせつ}に します。',
        body: '{顔|かお}を {見|み}て {話|はな}したいからです。',
      },
      {
        icon: 'phone',
        title: 'まず {電話|でんわ}を します。',
        body: 'つながらない ときに LINEを {使|つか}います。',
      },
      {
        icon: 'heart',
        title: 'こまった ときは {電話|でんわ}を ください。',
        body: '{相談|そうだん}は いつも {大切|たいせつ}に {聞|き}きます。',
      },
    ],
  },
  {
    step: '{時間|じかん}と {返事|へんじ}',
    heading: 'LINEの {時間|じかん}と {返事|へんじ}',
    rules: [
      {
        icon: 'clock',
        title: 'LINEを {送|おく}る {時間|じかん}',
        body: '{午前|ごぜん}8{時|じ}から {午後|ごご}9{時|じ}までです。',
      },
      {
        icon: 'chat',
        title: 'もらった LINEには かならず {返事|へんじ}を します。',
        body: 'すこし {待|ま}って もらう ことも あります。',
      },
      {
        icon: 'users',
        title: 'LINEが とても {多|おお}い ときは {話|はな}しあいます。',
        body: '{事務所|じむしょ}で {話|はな}しあいます。\n{怒|おこ}る ことでは ありません。',
      },
    ],
  },
  {
    step: 'LINEで しない こと',
    heading: '{私|わたし}たちが LINEで しない こと',
    rules: [
      {
        icon: 'doc',
        title: '{大切|たいせつ}な {書類|しょるい}は LINEで {送|おく}りません。',
        body: '{郵便|ゆうびん}や FAXで {送|おく}ります。',
      },
      {
        icon: 'calswap',
        title: '{予定|よてい}の とりやめは LINEで しません。',
        body: 'おわびも {電話|でんわ}か {会|あ}って します。',
      },
      {
        icon: 'q',
        title: 'むずかしい {話|はなし}は LINEで しません。',
        body: 'まちがって {伝|つた}わらない ためです。',
      },
      {
        icon: 'stop',
        title: 'スタンプは {送|おく}りません。',
        body: '{遊|あそ}びの {話|はなし}も しません。',
      },
    ],
  },
];
