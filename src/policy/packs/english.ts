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
        wine wines beer beers vodka whisky whiskey tequila bourbon brandy cognac sake liquor liquors spirits_sale cocktail cocktails champagne prosecco mezcal gin_and_tonic happy_hour open_bar bottle_service craft_beer draft_beer free_shots free_drinks drink_specials wine_tasting brewery distillery
        red_wine white_wine sparkling_wine fine_wines wine_sale
        wine_club  wine_night wine_and_cheese 
        gin_cocktails martini martinis margarita margaritas mojito
        mojitos sangria ipa_beer pale_ale   pilsner
        hard_seltzer hard_cider beer_fest beer_festival oktoberfest
         pub_crawl beer_pong  two_for_one_drinks
        2_for_1_drinks ladies_drink_free unlimited_drinks
        bottomless_drinks bottomless_mimosas  drinks_on_us
        shots_for jello_shots whisky_tasting whiskey_tasting 
        single_malt moonshine soju baijiu maotai moutai liquor_store
        wine_shop bottle_shop spirits_shop winery_tour mixology
        bartender_special
        rum_cocktails scotch_whisky keg_party lager_beer stout_beer`,
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
        crypto cryptocurrency bitcoin ethereum usdt forex forex_signals trading_signals binary_options guaranteed_returns guaranteed_profit double_your_money passive_income investment_opportunity high_yield
        cash_now need_cash get_cash_today same_day_loan
        same_day_loans easy_loan easy_loans fast_loan fast_loans
        loan_up_to loans_up_to low_interest_loan low_interest_rate
         business_loan business_loans home_loan
        home_loans car_loan title_loan title_loans auto_loan 
         refinancing  pre-approved_credit
        instant_approval guaranteed_approval approved_today
        bad_credit_ok  credit_card_offer credit_card_debt
        balance_transfer lower_your_rate  debt_settlement
        tax_relief settle_your_debt collection_agency student_loan
        student_loans insurance_quote car_insurance life_insurance
        health_insurance cheap_insurance invest_now investment_plan
        stock_market day_trading copy_trading trading_bot pump_signal
        crypto_signals nft_drop airdrop bitcoin_mining crypto_mining
        roi_guaranteed risk-free_investment financial_freedom
         margin_trading options_trading gold_trading
        mortgage_rates refinance_now home_refinance
        check_your_credit_score pre-approved_for`,
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
      terms: `
        casino casinos online_casino sportsbook sports_betting online_betting place_your_bet free_bet free_bets free_spins slot_machine slots_bonus jackpot poker_room lottery_winner sweepstakes_winner win_the_lottery bingo_bonus
        sports_bet sports_bets bet_now bet_today betting_tips
        betting_odds best_odds odds_boost parlay  blackjack
        baccarat poker_night poker_tournament video_poker 
         free_chips deposit_bonus 
        no_deposit_bonus bonus_spins lotto lottery 
        powerball mega_millions scratch_cards scratch-off 
        bingo_night bookmaker  wagering horse_racing_tips
        fantasy_betting esports_betting   jackpots
        online_slots slots_online slot_games bingo_online free_slots
        play_bingo play_roulette win_big_tonight_at big_win_casino`,
      ...CARRIERS_ABROAD,
      why: { "zh-CN": "赌博类内容，一律拒绝", en: "gambling is refused everywhere" },
      suggestion: LEAVE_OUT,
      source: SOURCES.ctia,
    },
    {
      id: "english.shaft",
      category: "adult",
      terms: `
        xxx porn sexy_singles hot_singles singles_near_you adult_dating hookup hookups escort_service escorts nude nudes onlyfans adult_content
        meet_singles hot_girls sexy_girls hot_babes lonely_wives
        horny milf sex_toys sex_toy sex_shop sex_tape sex_chat
        adult_toys adult_video adult_videos adult_store
        adult_entertainment strip_club stripper strippers
        gentlemen's_club lap_dance escorts_near
        massage_with_happy_ending  cam_girls webcam_girls
        live_cams nsfw   xxx_videos nude_photos
         friends_with_benefits one_night_stand sugar_daddy
        sugar_baby   erotic`,
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
      terms: `
        cannabis marijuana thc cbd cbd_oil cbd_gummies kratom vape vapes vaping e-cigarette e-cigarettes cigarettes cigars hookah nicotine smoke_shop delta_8 edibles_menu
         cigarette  cigar_lounge vape_shop vape_juice
        e-juice e-liquid disposable_vapes juul elf_bar vape_flavors
        vape_deals shisha hookah_lounge snus chewing_tobacco
        rolling_papers  bongs  weed_delivery 
        edibles thc_gummies thc_vape cbd_products cbd_cream cbd_gummy
        hemp_flower delta_9 pre-rolls 420_sale 420_deals
        magic_mushrooms psilocybin  ganja hashish
        tobacco_sale cigars_sale tobacco_shop weed_shop`,
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
      terms: `
        firearm firearms ammo ammunition gun_sale guns_for_sale rifle_sale handguns silencer_sale gun_show
        gun_store gun_shop buy_guns   pistols  rifles
        shotgun shotguns ar-15 glock  ammo_sale
        concealed_carry silencers gun_range tactical_knives
        switchblade stun_gun pepper_spray_sale `,
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
        you_have_won you've_won you_won congratulations_you claim_your_prize claim_your_reward claim_now free_gift_card free_iphone free_money cash_prize verify_your_account account_suspended account_locked confirm_your_identity irs_refund tax_refund_pending package_on_hold unpaid_toll act_now_or risk_free 100%_free work_from_home make_money_fast earn_extra_cash earn_<amount> miracle_cure lose_weight_fast weight_loss_pills viagra cialis prescription_drugs get_rich
        you_have_been_selected you've_been_selected you_are_selected
          lucky_winner you_are_a_winner
          claim_it_now claim_your_gift 
        free_cash  free_vacation free_cruise
        gift_card_winner your_account_has_been
        account_has_been_locked account_has_been_suspended
        account_on_hold unusual_activity suspicious_activity
        suspicious_login update_your_payment payment_declined
        billing_problem click_to_verify click_here_to_claim
        click_the_link_to click_below_to confirm_your_account
        verify_your_identity verify_now 
         package_could_not_be_delivered
        delivery_failed customs_fee  toll_fee
         last_warning  arrest_warrant 
        tax_refund stimulus_check government_grant 
        wire_transfer western_union moneygram make_money
        make_money_online  earn_money earn_from_home earn_daily
        side_hustle    get_paid_to
        paid_surveys mystery_shopper secret_shopper weight_loss
        lose_10_pounds lose_weight diet_pills burn_fat
        anti-aging_cure  no_prescription cheap_meds
        online_pharmacy steroids 100%_guaranteed guaranteed_results
          urgent_reply dear_winner
        multi-level_marketing
        selected_for_a_cash_prize free_gift_card free_gift_for_you
        claim_your_free claim_your_bonus claim_your_prize_now
        irs_notice pay_the_toll_now final_notice_before
        legal_action_will weight_loss_program`,
      patterns: [
        {
          parts: [
            "you account package",
            "selected won winner locked suspended hold",
            "prize reward cash gift verify confirm claim fee",
          ],
          within: 20,
        },
      ],
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
        add_my_wechat add_wechat add_our_wechat add_me_on_wechat add_us_on_wechat wechat_id my_wechat our_wechat wechat_group whatsapp_me add_me_on_whatsapp whatsapp_us join_our_whatsapp whatsapp_group chat_on_whatsapp add_me_on_telegram join_our_telegram telegram_group telegram_channel add_me_on_line line_id dm_me_on text_me_at_my_private
        add_our_wechat_id  add_vx wechat_us wechat_me
        our_whatsapp my_whatsapp  
        whatsapp_only join_my_whatsapp message_me_on dm_us_on
        text_me_on telegram_me my_telegram our_telegram
        join_my_telegram signal_me kik_me  add_my_line
        snapchat_me add_my_snap discord_server join_our_discord
        join_our_group_chat   vip_group_chat`,
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
