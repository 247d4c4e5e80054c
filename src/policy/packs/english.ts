import type { PackInput } from "../rule.ts";
import { CARRIERS_ABROAD, CHECKED, SOURCES } from "./weights.ts";

const LEAVE_OUT = { "zh-CN": "去掉", en: "leave it out" };

/** Texts in English: SHAFT (sex, hate, alcohol, firearms, tobacco), loans, gambling, bait. */
export const englishPack: PackInput = {
  name: "english",
  checked: CHECKED,
  rules: [
    {
      id: "english.alcohol",
      category: "alcohol",
      terms: `
        wine wines beer beers vodka whisky whiskey tequila bourbon brandy cognac sake liquor liquors spirits_sale cocktail cocktails champagne prosecco mezcal gin_and_tonic happy_hour open_bar bottle_service craft_beer draft_beer free_shots free_drinks drink_specials wine_tasting brewery distillery`,
      harmless:
        "wine glass | wine glasses | wine rack | winery road | beer garden chair | ginger beer | root beer | wine red | wine cooler bag | wine colored | wine opener".split(
          " | ",
        ),
      severity: "block",
      profiles: { smpp: "warn", twilio: "warn", "sim-lenient": "warn" },
      why: {
        "zh-CN": "酒类内容：国内服务商不接受，境外运营商要求年龄验证",
        en: "alcohol: carriers ask for an age gate, the mainland's providers refuse it",
      },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.finance",
      category: "finance",
      terms: `
        payday_loan payday_loans cash_loan cash_loans cash_advance quick_cash fast_cash instant_loan instant_loans personal_loan loan_approval approved_for_a_loan loan_offer student_loan_forgiveness loan_forgiveness no_credit_check bad_credit credit_repair fix_your_credit debt_relief debt_consolidation debt_collection reduce_your_debt stock_tip stock_tips stock_alert penny_stocks
        crypto cryptocurrency bitcoin ethereum usdt forex forex_signals trading_signals binary_options guaranteed_returns guaranteed_profit double_your_money passive_income investment_opportunity high_yield`,
      ...CARRIERS_ABROAD,
      why: {
        "zh-CN": "贷款、催收、加密货币类内容会被拒绝",
        en: "loans, debt relief, stock tips and crypto are refused and filtered",
      },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.gambling",
      category: "gambling",
      terms:
        "casino casinos online_casino sportsbook sports_betting online_betting place_your_bet free_bet free_bets free_spins slot_machine slots_bonus jackpot poker_room lottery_winner sweepstakes_winner win_the_lottery bingo_bonus",
      ...CARRIERS_ABROAD,
      why: { "zh-CN": "赌博类内容，一律拒绝", en: "gambling is refused everywhere" },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.shaft",
      category: "adult",
      terms:
        "xxx porn sexy_singles hot_singles singles_near_you adult_dating hookup hookups escort_service escorts nude nudes onlyfans adult_content",
      harmless:
        "nude lipstick | nude heels | nude pumps | nude color | nude colour | nude shade | nude shades | nude palette | escorts you".split(
          " | ",
        ),
      ...CARRIERS_ABROAD,
      why: { "zh-CN": "低俗内容，一律拒绝", en: "adult content is refused everywhere" },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.tobacco",
      category: "tobacco",
      terms:
        "cannabis marijuana thc cbd cbd_oil cbd_gummies kratom vape vapes vaping e-cigarette e-cigarettes cigarettes cigars hookah nicotine smoke_shop delta_8 edibles_menu",
      ...CARRIERS_ABROAD,
      why: {
        "zh-CN": "烟草、大麻类内容，一律拒绝",
        en: "tobacco, vaping and cannabis are refused everywhere",
      },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.firearms",
      category: "fraud",
      terms:
        "firearm firearms ammo ammunition gun_sale guns_for_sale rifle_sale handguns silencer_sale gun_show",
      ...CARRIERS_ABROAD,
      why: {
        "zh-CN": "枪支弹药类内容，一律拒绝",
        en: "firearms and ammunition are refused everywhere",
      },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.bait",
      category: "fraud",
      terms: `
        you_have_won you've_won you_won congratulations_you claim_your_prize claim_your_reward claim_now free_gift_card free_iphone free_money cash_prize verify_your_account account_suspended account_locked confirm_your_identity irs_refund tax_refund_pending package_on_hold unpaid_toll act_now_or risk_free 100%_free work_from_home make_money_fast earn_extra_cash earn_<amount> miracle_cure lose_weight_fast weight_loss_pills viagra cialis prescription_drugs get_rich`,
      severity: "block",
      profiles: { twilio: "block", smpp: "warn", "sim-lenient": "warn" },
      why: {
        "zh-CN": "像钓鱼或诈骗短信的说法，会被过滤",
        en: "it reads like phishing or a scam and is filtered",
      },
      suggestion: { "zh-CN": "直接写优惠内容", en: "say plainly what you offer" },
      source: SOURCES.ctia,
    },
    {
      id: "english.chat",
      category: "wechat",
      terms: `
        add_my_wechat add_wechat add_our_wechat add_me_on_wechat add_us_on_wechat wechat_id my_wechat our_wechat wechat_group whatsapp_me add_me_on_whatsapp whatsapp_us join_our_whatsapp whatsapp_group chat_on_whatsapp add_me_on_telegram join_our_telegram telegram_group telegram_channel add_me_on_line line_id dm_me_on text_me_at_my_private`,
      patterns: [
        { parts: ["add message contact join", "wechat whatsapp telegram weixin"], within: 10 },
      ],
      severity: "block",
      profiles: { twilio: "warn" },
      why: {
        "zh-CN": "引导到私人聊天，国内服务商一律拒绝，境外会被过滤",
        en: "it leads people to a private chat: refused in the mainland, filtered abroad",
      },
      suggestion: { "zh-CN": "改为到店或官网咨询", en: "send people to your shop or site instead" },
      source: SOURCES.ctia,
    },
  ],
};
